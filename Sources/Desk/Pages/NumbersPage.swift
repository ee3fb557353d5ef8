import Accounts
import SafeguardingModel

/// The team's numbers, with small ones suppressed, so that they identify nobody.
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

    let frame: PageFrame
    let lengths: [Length]
    let csv: String
    /// Whether the reader may print the panel's pack.
    let showsPanel: Bool
    let rules: [Rule]
    let hasRules: Bool
    let outcomes: [Row]
    let hasOutcomes: Bool
    let interviews: String
    let voices: [Voice]

    static let lengths = [30, 90, 365, 1_825]
    /// The least count that is shown.
    static let least = 5

    init(_ numbers: DeskNumbers, days: Int, frame: PageFrame, reader: Reader, times: Times) {
        self.frame = frame
        showsPanel = reader.role.mayMakePanel
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
                title: DeskWords.capitalized($0.name),
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

    /// Returns a count as it may be shown.
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
