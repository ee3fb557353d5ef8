import SafeguardingModel

/// What is open, whose it is and when it is due, at the change of a shift.
struct HandoverPage: Sendable {
    struct Group: Sendable {
        let heading: String
        let count: String
        let table: AlertTable?
    }

    let frame: Frame
    let formToken: String
    /// Offered to the reader, and not yet accepted.
    let offered: AlertTable?
    let offeredCount: String
    let mine: AlertTable?
    let others: [Group]
    let nobodys: AlertTable?
    let colleagues: [String]
    let mayOffer: Bool
    let mayAccept: Bool
    let summary: String

    init(_ open: [AlertList.Row], reader: Reader, colleagues: [String], frame: Frame, times: Times) {
        func table(_ rows: [AlertList.Row], _ caption: String) -> AlertTable? {
            AlertTable(rows.map { AlertRow($0, times: times) }, caption: caption)
        }
        let account = reader.account
        let toMe = open.filter { $0.alert.offeredTo == account }
        let own = open.filter { $0.alert.owner == account }
        let free = open.filter { $0.alert.owner == nil && $0.alert.offeredTo != account }
        let rest = open.filter { row in row.alert.owner.map { $0 != account } ?? false }
        self.frame = frame
        formToken = frame.visitor?.formToken ?? ""
        offered = table(toMe, "Offered to you")
        offeredCount = Words.count(toMe.count, "alert", "alerts")
        mine = table(own, "Yours")
        nobodys = table(free, "Nobody's yet")
        let owners = Dictionary(grouping: rest) { $0.alert.owner ?? "" }
        others = owners.sorted { $0.key < $1.key }.map { owner, rows in
            Group(heading: owner, count: Words.count(rows.count, "alert", "alerts"), table: table(rows, owner))
        }
        self.colleagues = colleagues
        mayOffer = reader.role.mayDecide && !colleagues.isEmpty && own.contains { $0.alert.offeredTo == nil }
        mayAccept = reader.role.mayDecide && !toMe.isEmpty
        summary =
            "\(Words.count(open.count, "alert is", "alerts are")) open: \(own.count) yours, \(rest.count) with colleagues, \(free.count) nobody's yet."
    }
}
