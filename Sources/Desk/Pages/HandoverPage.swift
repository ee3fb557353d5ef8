import Accounts
import SafeguardingModel

/// The open alerts at the change of a shift, with owners and deadlines.
struct HandoverPage: Sendable {
    struct Group: Sendable {
        let heading: String
        let count: String
        let table: AlertTable?
        let more: String?
    }

    let frame: PageFrame
    let formToken: String
    /// The alerts that are offered to the reader and not accepted yet.
    let offered: Group?
    let mine: Group?
    let others: [Group]
    let nobodys: Group?
    let colleagues: [String]
    let mayOffer: Bool
    let mayAccept: Bool
    let summary: String

    init(_ handover: Handover, reader: Reader, colleagues: [String], frame: PageFrame, times: Times) {
        func group(_ whose: Handover.Whose, _ heading: String) -> Group? {
            handover.parts[whose].map { Group($0, heading, times) }
        }
        let owners = handover.parts.keys.compactMap { if case .colleague(let name) = $0 { name } else { nil } }
        self.frame = frame
        formToken = frame.visitor?.formToken ?? ""
        offered = group(.offered, "Offered to you")
        mine = group(.mine, "Yours")
        nobodys = group(.nobodys, "Nobody's yet")
        others = owners.sorted().compactMap { group(.colleague($0), $0) }
        self.colleagues = colleagues
        let own = handover.parts[.mine]
        mayOffer = reader.role.mayDecide && !colleagues.isEmpty && own?.canBeOffered == true
        mayAccept = reader.role.mayDecide && offered != nil
        summary = HandoverPage.summary(handover)
    }

    private static func summary(_ handover: Handover) -> String {
        func count(_ whose: Handover.Whose) -> Int { handover.parts[whose]?.count ?? 0 }
        let all = handover.parts.values.reduce(0) { $0 + $1.count }
        let free = handover.parts.reduce(0) { sum, part in
            sum + ([.nobodys, .offered].contains(part.key) ? part.value.count : 0)
        }
        let (mine, rest) = (count(.mine), all - count(.mine) - free)
        return
            "\(DeskWords.count(all, "alert is", "alerts are")) open: \(mine) yours, \(rest) with colleagues, \(free) nobody's yet or offered to you."
    }
}

extension HandoverPage.Group {
    init(_ part: Handover.Part, _ heading: String, _ times: Times) {
        self.heading = heading
        count = DeskWords.count(part.count, "alert", "alerts")
        table = AlertTable(part.rows.map { AlertRow($0, times: times) }, caption: heading)
        let rest = part.count - part.rows.count
        more =
            rest > 0
            ? "The \(part.rows.count) most urgent are shown; \(rest) more stand in the list of open alerts." : nil
    }
}
