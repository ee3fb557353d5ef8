import Correlation
import RuleEngine
import SafeguardingModel
import Testing

/// The properties that every rule has to show by its own examples.
enum RuleCheck: String, CaseIterable, Sendable {
    case fires
    case nearlyFires = "nearly fires"
    case lateFactFlips = "a late fact flips it"
    case retractionWithdraws = "a retraction withdraws it"
    case duplicateIsOne = "a duplicate does not raise it again"
    case mergeAndSplit = "joined and separated records"
    case clocksChange = "the night on which the clocks change"
}

/// One table of rules and checks: a new rule whose examples do not show all seven fails here, unless a sentence says why
/// one of them does not apply. ``ExampleLifeTests`` plays every example; here one that shows it is enough.
@Suite("Each rule, each check")
struct RuleCheckTests {
    /// The properties that do not apply to a rule, and why.
    static let exempt: [String: [RuleCheck: String]] = [
        "adult-side-signal": [.mergeAndSplit: "one fact about a child is enough, whichever record it stands in"],
        "hot-place": [.mergeAndSplit: "facts about a place are counted, whichever record they stand in"],
        "name-in-several-interviews": [.mergeAndSplit: "interviews are counted, whichever record they stand in"],
        "placement-without-notice": [.mergeAndSplit: "one fact is enough, and a record of its own holds it"],
        "shared-between-children": [.mergeAndSplit: "its children have one fact each, which no record can divide"],
    ]

    /// Rules that go by the clock on the wall: midnight, a day of the calendar, a birthday. All others count elapsed time.
    static let byTheWall: [String: String] = [
        "ageing-out": "a child reaches an age at midnight",
        "missing-escalates": "a night begins at midnight",
        "overnight-out-of-area": "the evening ends at 23:00",
        "placement-without-notice": "a working day ends at midnight",
        "referral-unanswered": "a working day ends at midnight",
        "request-unacknowledged": "a working day ends at midnight",
    ]

    @Test("It is shown by an example", arguments: try Examples.rules(), RuleCheck.allCases)
    func shown(rule: String, check: RuleCheck) throws {
        let shortest = try Examples.stories(rule).sorted { $0.told.count < $1.told.count }
        let isShown = try shortest.contains { try RuleCheckTests.shows($0, check) }
        let reason = RuleCheckTests.exempt[rule]?[check]
        #expect(isShown != (reason != nil), "\(rule): \(check.rawValue)")
    }

    @Test("Every sentence of the tables is about a rule that stands")
    func tables() throws {
        let rules = Set(try Examples.rules())
        #expect(rules.isSuperset(of: RuleCheckTests.exempt.keys))
        #expect(rules.isSuperset(of: RuleCheckTests.byTheWall.keys))
    }

    private static func shows(_ story: ExampleStory, _ check: RuleCheck) throws -> Bool {
        if check == .nearlyFires { return try story.expected.isEmpty && says(story) == [] }
        guard !story.expected.isEmpty, story.told.count <= 12 else { return false }
        return switch check {
        case .fires, .nearlyFires: try says(story) == story.expected
        case .lateFactFlips: try story.told.indices.contains { try flips(story, $0) }
        case .retractionWithdraws: try story.told.indices.contains { try isWithdrawn(story, $0) }
        case .duplicateIsOne: try isOne(story)
        case .mergeAndSplit: try [1, 2].contains { try followsIdentity(story, step: $0) }
        case .clocksChange: try keepsTime(story)
        }
    }

    private static func says(_ story: ExampleStory) throws -> [ExampleStory.Expected] {
        Examples.found(story.rule, try Examples.play(story, inOrder(story)), at: story.until)
    }

    private static func inOrder(_ story: ExampleStory) -> [(event: Event, agency: AgencyName)] {
        story.told.sorted { $0.event.recorded < $1.event.recorded }
    }

    /// Everything but one fact is told as it happens; that one at the very end, when the rule said something else.
    private static func flips(_ story: ExampleStory, _ late: Int) throws -> Bool {
        var without = story
        let fact = without.told.remove(at: late)
        var played = try Examples.play(without, inOrder(without))
        let before = Examples.found(story.rule, played, at: story.until)
        played.apply(.event(fact.event, from: fact.agency), at: story.until)
        return before != story.expected && Examples.found(story.rule, played, at: story.until) == story.expected
    }

    private static func isWithdrawn(_ story: ExampleStory, _ target: Int) throws -> Bool {
        var played = try Examples.play(story, inOrder(story))
        let raised = Examples.standing(story.rule, played).count
        let fact = story.told[target]
        played.apply(.event(Examples.withdrawal(of: fact.event, story.until), from: fact.agency), at: story.until)
        return Examples.standing(story.rule, played).count < raised
    }

    private static func isOne(_ story: ExampleStory) throws -> Bool {
        let once = try Examples.play(story, inOrder(story))
        let twice = try Examples.play(story, inOrder(story).flatMap { [$0, $0] })
        return Examples.lives(story.rule, once) == Examples.lives(story.rule, twice)
    }

    /// Two records that nothing joins say something else; joined they say what the example says; separated, as before.
    private static func followsIdentity(_ story: ExampleStory, step: Int) throws -> Bool {
        let split = Examples.split(story, step: step)
        guard split.records.count > 1 else { return false }
        var played = try Examples.play(story, split.told)
        let apart = Examples.standing(story.rule, played)
        played.apply(.decision(Decision(.same(split.records), by: "test")), at: story.until)
        let joined = Examples.found(story.rule, played, at: story.until)
        played.apply(
            .decision(Decision(.takenBack(position: Position(played.entries.count)), by: "test")),
            at: story.until
        )
        let again = Examples.standing(story.rule, played)
        return apart.count != story.expected.count && joined == story.expected
            && again.map(\.enteredAt).sorted() == apart.map(\.enteredAt).sorted()
    }

    /// Moved whole weeks, so that the clocks go back (or forward) between its first fact and the moment at which it fires.
    private static func keepsTime(_ story: ExampleStory) throws -> Bool {
        guard let first = story.told.map(\.event.occurred.earliest).min(), let last = story.expected.last?.at,
            last > first
        else { return false }
        let changes = ["2017-03-26T01:00:00Z", "2017-10-29T01:00:00Z"].compactMap { Instant(rfc3339: $0) }
        return try changes.allSatisfy { change in
            let middle = Instant(milliseconds: (first.milliseconds + last.milliseconds) / 2)
            let weeks = (change.milliseconds - middle.milliseconds) / (7 * 86_400_000)
            let shift = byTheWall[story.rule] == nil ? Shift.elapsed : .onTheWall
            return try [weeks, weeks + 1].contains { number in
                let moved = story.moved(weeks: number, shift)
                return try moved.isAcross(change) && says(moved) == moved.expected
            }
        }
    }
}

/// How a story is moved by weeks: by so many hours, or to the same time of day.
enum Shift {
    case elapsed
    case onTheWall

    func moved(_ instant: Instant, weeks: Int64) -> Instant {
        switch self {
        case .elapsed: return instant + .days(7 * weeks)
        case .onTheWall:
            let day = Zone.london.day(of: instant)
            let midnight = Zone.london.startOfDay(day)
            let moved = day.advanced(by: Int(7 * weeks))
            let seconds = Zone.london.secondsAfterMidnight(of: instant)
            let fraction = (instant.milliseconds - midnight.milliseconds) % 1_000
            return Zone.london.instant(moved, secondsAfterMidnight: seconds) + Span(milliseconds: fraction)
        }
    }
}

extension ExampleStory {
    fileprivate func moved(weeks: Int64, _ shift: Shift) -> ExampleStory {
        var story = self
        for index in story.told.indices {
            var event = story.told[index].event
            let isDay = event.occurred.precision == .day
            event.occurred = Occurrence(
                shift.moved(event.occurred.earliest, weeks: weeks),
                precision: isDay ? .day : .second
            )
            event.recorded = event.occurred.latest
            let born = event.child?.born
            event.child?.born = born?.advanced(by: Int(7 * weeks))
            story.told[index].event = event
        }
        story.expected = expected.map { .init(severity: $0.severity, at: shift.moved($0.at, weeks: weeks)) }
        story.until = shift.moved(until, weeks: weeks)
        return story
    }

    /// Whether it has begun and not yet fired when the clocks change.
    fileprivate func isAcross(_ change: Instant) -> Bool {
        let first = told.map(\.event.occurred.earliest).min() ?? .distantPast
        return first < change && (expected.last?.at ?? .distantPast) > change
    }
}
