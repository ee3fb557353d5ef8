import SafeguardingModel

/// The open alerts at the change of a shift, by owner.
struct Handover: Hashable, Sendable {
    enum Whose: Hashable, Sendable {
        /// Alerts that are offered to the reader and not accepted yet.
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
        /// Whether one of the alerts is not offered to anybody yet.
        var canBeOffered: Bool
        /// The rows of the most urgent ones.
        var rows: [AlertList.Row]
    }

    /// The most rows of each part; the list of alerts has them all.
    static let most = 30

    var parts: [Whose: Part]
}
