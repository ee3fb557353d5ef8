import DaemonKit
import SafeguardingModel

/// A referral and its stages: received, matched, used, decided, answered.
struct ReferralRow {
    let number: String
    let agency: String
    private let received: Instant
    private let otherRecords: Int
    /// The alerts that rest on it.
    private let used: [Alert]
    private let decision: Fact?
    private let answer: Fact?
    /// The delay in words, where it is late.
    let late: String?
    private let times: Times

    /// Returns every referral among facts in order of occurrence.
    static func all(in facts: [Fact], alerts: [Alert], records: Int, coverage: Coverage, times: Times) -> [ReferralRow]
    {
        facts.filter { $0.kind == .referralMade }.map { fact in
            ReferralRow(fact, facts, alerts, records, coverage, times)
        }
    }

    private init(
        _ fact: Fact,
        _ facts: [Fact],
        _ alerts: [Alert],
        _ records: Int,
        _ coverage: Coverage,
        _ times: Times
    ) {
        let number = fact.value(.referral) ?? ""
        let about = facts.filter { $0.value(.referral) == number && !number.isEmpty }
        let decision = about.last { $0.kind == .referralDecided }
        let answer = about.last { $0.kind == .referralAnswered }
        self.number = number
        agency = coverage.title(of: fact.agency)
        received = fact.received
        otherRecords = records - 1
        used = alerts.filter { $0.finding.evidence.contains(fact.position) }
        self.decision = decision
        self.answer = answer
        self.times = times
        let due = times.zone.nextWorkingDay(after: fact.occurred.latest)
        late =
            decision == nil && due < times.now
            ? "Not decided; wanted by \(times.text(due).words)"
            : decision != nil && answer == nil ? "The referrer has not been told, as far as is known" : nil
    }

    /// The cell that names the referral.
    var head: HTML { #"\#(number)<span class="sector">\#(agency)</span>"# }

    /// Returns the columns of a table of referrals: some, and then the stages.
    static func columns<Row>(
        _ first: [PageTable<Row>.Column],
        _ referral: @escaping (Row) -> ReferralRow
    ) -> [PageTable<Row>.Column] {
        let stages: [PageTable<Row>.Column] = [
            .cell("Received") { row in "\(referral(row).times.text(referral(row).received))" },
            .cell("Matched") { row in "\(referral(row).matchedWords)" },
            .cell("Used") { row in referral(row).usedLinks },
            .cell("Decided") { row in referral(row).decidedWords },
            .cell("Answered") { row in referral(row).answeredWords },
        ]
        return first + stages
    }

    private var matchedWords: String {
        otherRecords > 0
            ? "With \(Wording.count(otherRecords, "other record", "other records"))" : "No other record of the child"
    }

    private var usedLinks: HTML {
        let links = used.map { #"<a class="child" href="\#(Address.alert($0.id))">\#($0.title)</a>"# as HTML }
        return links.isEmpty ? "In no alert" : "\(links)"
    }

    private var decidedWords: HTML {
        guard let decision else { return "Not yet" }
        let words = EventSentence.text(decision, times: times)
        return #"\#(words)<span class="sector">\#(times.text(decision.occurred))</span>"#
    }

    private var answeredWords: HTML {
        let late: HTML? = late.map { #"<span class="distance late">\#($0)</span>"# }
        let answered: HTML = answer.map { "\(times.text($0.occurred))" } ?? "Not yet"
        return "\(answered)\(late)"
    }
}
