public import SafeguardingModel

/// The state of following the journal.
///
/// A page that may be out of date must say so.
public enum FollowState: Hashable, Sendable {
    /// Nothing has been read yet.
    case starting
    /// The desk reads entries from before it was started.
    case catchingUp
    case live
    /// The aggregator is not heard.
    case interrupted(since: Instant)
}

extension Freshness {
    /// The time at which the connection to the aggregator was lost; nil while it is not.
    var newsUntil: Instant? {
        if case .interrupted(let since) = state { since } else { nil }
    }
}
