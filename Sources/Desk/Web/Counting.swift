import Hummingbird
import SafeguardingModel

/// The numbers of the team's work, for managers and auditors.
struct Counting: Sendable {
    let model: DeskModel
    let pages: PageMaker
    let records: DeskRecords

    func show(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, page) = try await page(request, context)
        try records.audit.write(.sawNumbers, by: visit.reader.account)
        return try pages.response(.numbers, page)
    }

    func csv(_ request: Request, context: DeskContext) async throws -> Response {
        let (visit, page) = try await page(request, context)
        let lines =
            page.rules.map { ["Alerts", $0.title, $0.raised, $0.acknowledged, $0.closed] }
            + page.outcomes.map { ["Outcomes", $0.title, $0.number, "", ""] }
            + page.voices.map { ["Agencies", $0.title, $0.number, "", $0.last] }
            + [["Return interviews", page.interviews, "", "", ""]]
        try records.audit.write(.exported, by: visit.reader.account, detail: "numbers.csv")
        return CSV.response(
            CSV.text([["About", "What", "How many", "Acknowledged within", "Closed within or last heard"]] + lines),
            name: "numbers"
        )
    }

    private func page(_ request: Request, _ context: DeskContext) async throws -> (DeskContext.Visit, NumbersPage) {
        let visit = try context.demandVisit()
        guard visit.reader.role.mayOversee else { throw WebFault.mayNotOversee }
        let days = request.uri.queryParameters.get("days").flatMap { Int($0) } ?? 90
        guard NumbersPage.lengths.contains(days) else { throw WebFault.notHere }
        let times = pages.times
        let numbers = await model.numbers(since: times.now - .days(Int64(days)), now: times.now, for: visit.reader)
        let frame = pages.frame("Numbers", for: visit, at: .numbers, freshness: await model.freshness)
        return (visit, NumbersPage(numbers, days: days, frame: frame, times: times))
    }
}

/// Counts with those of few suppressed, so that nobody is known by them.
struct NumbersPage: Sendable {
    struct Row: Sendable {
        let title: String
        let number: String
        let bar: Int
    }

    struct Rule: Sendable {
        let title: String
        let raised: String
        let bar: Int
        let acknowledged: String
        let closed: String
    }

    struct Voice: Sendable {
        let title: String
        let number: String
        let bar: Int
        let last: String
        let isSilent: Bool
    }

    struct Length: Sendable {
        let href: String
        let words: String
        let isCurrent: Bool
    }

    let frame: Frame
    let lengths: [Length]
    let csv: String
    let rules: [Rule]
    let hasRules: Bool
    let outcomes: [Row]
    let hasOutcomes: Bool
    let interviews: String
    let voices: [Voice]

    static let lengths = [30, 90, 365, 1_825]
    /// Counts below this are not shown.
    static let least = 5

    init(_ numbers: DeskNumbers, days: Int, frame: Frame, times: Times) {
        self.frame = frame
        lengths = NumbersPage.lengths.map {
            Length(
                href: "/numbers?days=\($0)",
                words: $0 > 365 ? "Last \($0 / 365) years" : "Last \($0) days",
                isCurrent: $0 == days
            )
        }
        csv = "/numbers.csv?days=\(days)"
        let most = max(1, numbers.rules.map(\.raised).max() ?? 1)
        rules = numbers.rules.map { rule in
            Rule(
                title: rule.title,
                raised: NumbersPage.count(rule.raised),
                bar: NumbersPage.bar(rule.raised, of: most),
                acknowledged: NumbersPage.middle(rule.acknowledged),
                closed: NumbersPage.middle(rule.closed)
            )
        }
        hasRules = !rules.isEmpty
        let mostOutcomes = max(1, numbers.outcomes.map(\.count).max() ?? 1)
        outcomes = numbers.outcomes.map {
            Row(
                title: Words.capitalized($0.name),
                number: NumbersPage.count($0.count),
                bar: NumbersPage.bar($0.count, of: mostOutcomes)
            )
        }
        hasOutcomes = !outcomes.isEmpty
        interviews = NumbersPage.interviews(numbers)
        let mostVoices = max(1, numbers.voices.map(\.alerts).max() ?? 1)
        voices = numbers.voices.map { voice in
            let last = voice.voice.last
            return Voice(
                title: voice.voice.title,
                number: NumbersPage.count(voice.alerts),
                bar: NumbersPage.bar(voice.alerts, of: mostVoices),
                last: last.map { "\(Times.words(times.now - $0)) ago" } ?? "Never",
                isSilent: last.map { times.now - $0 > .days(7) } ?? true
            )
        }
    }

    /// A count as it may be shown.
    static func count(_ number: Int) -> String {
        number == 0 ? "None" : number < least ? "Fewer than \(least)" : "\(number)"
    }

    private static func bar(_ number: Int, of most: Int) -> Int { number < least ? 0 : max(2, 160 * number / most) }

    private static func middle(_ spans: [Span]) -> String {
        guard spans.count >= least else { return spans.isEmpty ? "None" : "Too few to say" }
        return Times.words(spans.sorted()[spans.count / 2])
    }

    private static func interviews(_ numbers: DeskNumbers) -> String {
        guard numbers.returned > 0 else { return "No return from a missing episode was told of in this time." }
        let missed = numbers.returned - numbers.interviewed
        guard numbers.returned >= least, numbers.interviewed == 0 || numbers.interviewed >= least,
            missed == 0 || missed >= least
        else {
            return "There were returns from missing episodes, too few to say how many were followed by an interview."
        }
        return
            "Of \(numbers.returned) returns from missing episodes, \(numbers.interviewed) were followed by an interview within 72 hours, as far as was told."
    }
}
