import BusProtocol
package import BusTransport
package import SafeguardingModel

/// Whether the link is in a trouble that only a person mends: not that the aggregator is away, which passes.
///
/// A client tries again every half minute, and between two tries it looks as if nothing were wrong; so a trouble stands
/// until the aggregator welcomes us.
package struct LinkTrouble: Sendable {
    /// How long a trouble may last before it counts: an operator may be entering the key at this moment.
    package static let patience = Span.seconds(30)
    private var since: Instant?
    private var sentence = ""

    package init() {}

    /// The link stands like this now.
    package mutating func note(_ link: LinkStatus, at now: Instant) {
        if link == .connected { since = nil }
        guard link.needsAPerson else { return }
        since = since ?? now
        sentence = link.description
    }

    /// What to tell whoever looks after the adapter; nil when there is nothing to do.
    package func fault(at now: Instant) -> String? {
        guard let since, now - since > Self.patience else { return nil }
        return "nothing is published: \(sentence)"
    }
}

extension LinkStatus {
    fileprivate var needsAPerson: Bool {
        switch self {
        case .denied, .wrongServerKey: true
        case .told(let fault): fault.code.remedy == .tellSomebody
        case .connecting, .greeting, .connected, .unreachable, .silent, .lost: false
        }
    }
}
