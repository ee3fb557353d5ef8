public import SafeguardingModel

/// How the desk stands to the journal.
///
/// A page that may be out of date must say so.
public enum FollowState: Hashable, Sendable {
    /// Nothing has been read yet.
    case starting
    /// Reads what happened before it was started.
    case catchingUp
    case live
    /// The aggregator cannot be reached.
    case interrupted(since: Instant)
}

extension Freshness {
    /// When the connection to the aggregator was lost; nil where nothing keeps news away.
    var newsUntil: Instant? {
        if case .interrupted(let since) = state { since } else { nil }
    }
}
