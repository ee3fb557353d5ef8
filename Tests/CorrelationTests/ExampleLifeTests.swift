import Correlation
import RuleEngine
import SafeguardingModel
import TestKit
import Testing

/// Every example of every rule, told to the whole judgement in every way in which facts can come.
@Suite("Every rule, whatever happens to its facts")
struct ExampleLifeTests {
    @Test("Told as it happens, it says what the example says", arguments: try Examples.rules())
    func inOrder(rule: String) throws {
        for story in try Examples.stories(rule) {
            let played = try Examples.play(story, story.told.sorted { $0.event.recorded < $1.event.recorded })
            #expect(Examples.found(rule, played, at: story.until) == story.expected, "\(story)")
        }
    }

    @Test("Told late and backwards, it says the same", arguments: try Examples.rules())
    func late(rule: String) throws {
        for story in try Examples.unsettled(rule) {
            let played = try Examples.play(story, story.told.reversed(), arriving: story.until)
            #expect(Examples.found(rule, played, at: story.until) == story.expected, "\(story)")
        }
    }

    @Test("Told twice, it says it once", arguments: try Examples.rules())
    func twice(rule: String) throws {
        for story in try Examples.stories(rule) {
            let inOrder = story.told.sorted { $0.event.recorded < $1.event.recorded }
            let once = try Examples.play(story, inOrder)
            let twice = try Examples.play(story, inOrder.flatMap { [$0, $0] })
            #expect(Examples.lives(rule, twice) == Examples.lives(rule, once), "\(story)")
        }
    }

    @Test("With any one of its facts withdrawn, no alert rests on what is gone", arguments: try Examples.rules())
    func withdrawn(rule: String) throws {
        for story in try Examples.unsettled(rule) where !story.expected.isEmpty {
            var isMoved = false
            for target in Examples.targets(story) {
                var played = try Examples.play(story, story.told.sorted { $0.event.recorded < $1.event.recorded })
                let gone = Examples.position(of: story.told[target].event, in: played)
                played.apply(
                    .event(
                        Examples.withdrawal(of: story.told[target].event, story.until),
                        from: story.told[target].agency
                    ),
                    at: story.until
                )
                // A finding entered more than three years ago is settled, and neither raised nor withdrawn any more.
                let settled = story.until - .days(3 * 366)
                let live = played.correlator.alertsUnexplained.filter {
                    !$0.isWithdrawn && $0.finding.enteredAt > settled
                }
                #expect(live.allSatisfy { !$0.finding.evidence.contains(gone) }, "\(story), \(target)")
                #expect(
                    Examples.standing(rule, played) == Examples.scratch(rule, played, at: story.until),
                    "\(story), \(target)"
                )
                isMoved = isMoved || Examples.found(rule, played, at: story.until) != story.expected
            }
            // Of very many facts alike one may go without any difference.
            if story.told.count <= 12 { #expect(isMoved, "\(story): it rests on none of its facts") }
        }
    }

    @Test("Taken apart and joined again by a person, its alerts follow", arguments: try Examples.rules())
    func identity(rule: String) throws {
        for story in try Examples.unsettled(rule) {
            let split = Examples.split(story)
            guard split.records.count > 1 else { continue }
            var played = try Examples.play(story, split.told)
            let decision = played.apply(.decision(Decision(.same(split.records), by: "test")), at: story.until)
            #expect(decision.allSatisfy { $0.alert != nil })
            #expect(Examples.found(rule, played, at: story.until) == story.expected, "\(story)")
            let position = Position(played.entries.count)
            played.apply(.decision(Decision(.takenBack(position: position), by: "test")), at: story.until)
            #expect(Examples.standing(rule, played) == Examples.scratch(rule, played, at: story.until), "\(story)")
        }
    }
}

/// The examples of the shipped rules, and ways to play them.
enum Examples {
    private static let all = Result {
        let set = try RuleSet(files: ShippedRules.files(), calendar: ShippedRules.calendar(), zone: .london)
        return RuleExamples.stories(in: set)
    }

    static func rules() throws -> [String] { Set(try all.get().map(\.rule)).sorted() }
    static func stories(_ rule: String) throws -> [ExampleStory] { try all.get().filter { $0.rule == rule } }

    /// Without those that reach back more than three years from their end: what was entered so long ago is settled, and what is
    /// told then for the first time raises nothing any more.
    static func unsettled(_ rule: String) throws -> [ExampleStory] {
        try stories(rule).filter { ($0.expected.first?.at ?? $0.until) > $0.until - .days(3 * 366) }
    }

    /// A correlator for each rule, with the rules that it refers to and every agency that any example names.
    private static let begun = Result {
        try Dictionary(uniqueKeysWithValues: rules().map { ($0, try begin(company(of: $0))) })
    }

    /// The files of a rule and of every rule that it names, and that these name.
    private static func company(of rule: String) throws -> [SiteConfiguration.TextFile] {
        func name(_ file: SiteConfiguration.TextFile) -> String {
            String(file.name.split(separator: "/").last?.dropLast(5) ?? "")
        }
        let all = try ShippedRules.files()
        var (found, open) = ([rule], [rule])
        while let next = open.popLast() {
            let file = all.first { name($0) == next }
            let what = file?.text.split(separator: "\nexamples:").first ?? ""
            for other in all.map(name) where what.contains(other) && !found.contains(other) {
                found.append(other)
                open.append(other)
            }
        }
        return all.filter { found.contains(name($0)) }
    }

    private static func begin(_ rules: [SiteConfiguration.TextFile]) throws -> Played {
        var agencies: [Agency] = []
        for agency in try all.get().flatMap(\.agencies) where !agencies.contains(where: { $0.name == agency.name }) {
            agencies.append(agency)
        }
        var played = Played()
        let configuration = SiteConfiguration(
            agencies: agencies,
            rules: rules,
            calendar: try ShippedRules.calendar()
        )
        played.apply(.configuration(configuration), at: Story.at(-9_000))
        return played
    }

    static func play(
        _ story: ExampleStory,
        _ told: [(event: Event, agency: AgencyName)],
        arriving: Instant? = nil
    ) throws -> Played {
        var played = try begun.get()[story.rule] ?? Played()
        for (event, agency) in told {
            let at = arriving ?? event.recorded
            played.pass(to: at)
            played.apply(.event(event, from: agency), at: at)
        }
        played.pass(to: story.until)
        played.apply(.tick, at: story.until)
        return played
    }

    /// The facts to take away in turn: every one, or of very many alike the first, the last and one between.
    static func targets(_ story: ExampleStory) -> [Int] {
        let count = story.told.count
        return count <= 12 ? Array(0..<count) : [0, 1, count / 2, count - 2, count - 1]
    }

    /// Returns the rule's findings at the end.
    static func found(_ rule: String, _ played: Played, at instant: Instant) -> [ExampleStory.Expected] {
        played.correlator.alertsUnexplained.filter { $0.rule == rule && !$0.isWithdrawn }.map(\.finding)
            .sorted { ($0.enteredAt, $0.key) < ($1.enteredAt, $1.key) }
            .map { .init(severity: $0.severity, at: Instant(seconds: $0.enteredAt.seconds)) }
    }

    static func standing(_ rule: String, _ played: Played) -> Set<Finding> {
        Set(played.correlator.alertsUnexplained.filter { $0.rule == rule && !$0.isWithdrawn }.map(\.finding))
    }

    static func scratch(_ rule: String, _ played: Played, at instant: Instant) -> Set<Finding> {
        let children = played.correlator.children.flatMap { played.correlator.findings(about: $0, at: instant) }
        return Set((children + played.correlator.sharedFindings(at: instant)).filter { $0.rule == rule })
    }

    /// When the rule's alerts were raised and what became of them.
    static func lives(_ rule: String, _ played: Played) -> [String] {
        played.correlator.alertsUnexplained.filter { $0.rule == rule }.map {
            "\($0.raisedAt.rfc3339) \($0.severity) \($0.revisions.map { "\($0.at.rfc3339) \($0.severity)" }) \($0.isWithdrawn)"
        }.sorted()
    }

    static func position(of event: Event, in played: Played) -> Position {
        for entry in played.entries {
            if case .event(let told, _) = entry.body, told.id == event.id, told.source == event.source {
                return entry.position
            }
        }
        return 0
    }

    static func withdrawal(of event: Event, _ at: Instant) -> Event {
        var withdrawal = event
        withdrawal.id = "\(event.id)-gone"
        withdrawal.kind = .eventWithdrawn
        withdrawal.occurred = Occurrence(at)
        withdrawal.recorded = at
        withdrawal.corrects = event.id
        withdrawal.fields = []
        withdrawal.links = []
        return withdrawal
    }

    /// The first child's facts under two records of each agency that nothing joins.
    ///
    /// - Parameter step: how many facts in a row stay together; an absence and its return are two.
    static func split(
        _ story: ExampleStory,
        step: Int = 1
    ) -> (told: [(event: Event, agency: AgencyName)], records: [RecordKey]) {
        guard let child = story.told.first(where: { !$0.event.subject.isEmpty })?.event.subject else { return ([], []) }
        var told = story.told
        var records: [RecordKey] = []
        for index in told.indices where told[index].event.subject == child {
            let half = "\(child)-\(index / step % 2)"
            told[index].event.subject = half
            told[index].event.child?.nhsNumber = ""
            let agency = told[index].agency
            told[index].event.child?.familyName = "Example\(half)-\(agency)"
            let key = RecordKey(agency: agency, subject: half, exercise: false)
            if !records.contains(key) { records.append(key) }
        }
        return (told.sorted { $0.event.recorded < $1.event.recorded }, records)
    }
}
