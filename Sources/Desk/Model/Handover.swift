import SafeguardingModel

/// What is open at the change of a shift, by whose it is.
struct Handover: Hashable, Sendable {
    enum Whose: Hashable, Sendable {
        /// Offered to the reader, and not accepted yet.
        case offered
        case mine
        case nobodys
        case colleague(String)

        init(_ alert: Alert, _ reader: Reader) {
            if alert.offeredTo == reader.account, alert.owner != reader.account {
                self = .offered
            } else if alert.owner == reader.account {
                self = .mine
            } else {
                self = alert.owner.map { .colleague($0) } ?? .nobodys
            }
        }
    }

    struct Part: Hashable, Sendable {
        var count: Int
        /// Whether one of them is offered to nobody.
        var canBeOffered: Bool
        /// The most urgent.
        var rows: [AlertList.Row]
    }

    /// So many of each are shown; the list of alerts has them all.
    static let most = 30

    var parts: [Whose: Part]
}
