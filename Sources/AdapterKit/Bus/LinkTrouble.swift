import BusProtocol
package import BusTransport
package import SafeguardingModel

/// The link's trouble that only a person can mend; an aggregator that is away does not count, since that passes.
///
/// A client tries again every half minute and looks healthy between two tries; so a trouble lasts until the aggregator
/// welcomes it.
package struct LinkTrouble: Sendable {
    /// The time for which a trouble does not count yet: an operator may be entering the key at this moment.
    package static let timeout = Span.seconds(30)
    private var since: Instant?
    private var sentence = ""

    package init() {}

    /// Notes the link's present state.
    package mutating func note(_ link: LinkStatus, at now: Instant) {
        if link == .connected { since = nil }
        guard link.needsAPerson else { return }
        since = since ?? now
        sentence = link.description
    }

    /// Returns the sentence for whoever looks after the adapter; nil when there is nothing to do.
    package func fault(at now: Instant) -> String? {
        guard let since, now - since > Self.timeout else { return nil }
        return "nothing is published: \(sentence)"
    }
}

extension LinkStatus {
    fileprivate var needsAPerson: Bool {
        switch self {
        case .denied, .wrongServerKey: true
        case .refused(let fault): fault.code.remedy == .askOperator
        case .connecting, .greeting, .connected, .unreachable, .silent, .lost: false
        }
    }
}
