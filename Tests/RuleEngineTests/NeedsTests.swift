import RuleEngine
import SafeguardingModel
import TestKit
import Testing

@Suite("What a rule needs to have anything to say")
struct NeedsTests {
    @Test("A kind's number is its place in the list of all kinds")
    func numbers() {
        #expect(EventKind.allCases.map(\.number) == Array(EventKind.allCases.indices))
    }

    @Test(
        "A rule is asked where each sort of facts is there that it needs",
        arguments: [
            ("missing-escalates", [EventKind.missingReported], true),
            ("missing-escalates", [.missingFound, .attendanceMarked], false),
            ("missing-absent-attended", [.missingReported], false),
            ("return-interview-overdue", [.missingFound], true),
            ("agency-silent", [.attendanceMarked, .healthAttended], false),
            ("agency-silent", [.attendanceMarked, .referralMade], true),
            ("agency-silent", [.attendanceMarked, .missingReported], true),
            ("move-after-missing", [.placementStarted], false),
            ("move-after-missing", [.placementStarted, .missingReported], true),
            ("care-entry-worse", [.placementStarted, .missingReported], true),
            // Somebody of concern may be listed at the child's own address, which no fact names.
            ("contact-with-person-of-concern", [.missingReported, .concernObserved], true),
        ]
    )
    func isAsked(_ name: String, _ kinds: [EventKind], _ isAsked: Bool) throws {
        let rules = try ShippedRules.load()
        let rule = try #require(rules.rule(named: name))
        var chronology = Chronology()
        for (number, kind) in kinds.enumerated() { chronology.insert(line(kind, number, rules)) }
        #expect(rule.mayHold(chronology.traits) == isAsked)
    }

    @Test("What was taken out is needed no longer")
    func removed() throws {
        let rules = try ShippedRules.load()
        let rule = try #require(rules.rule(named: "missing-escalates"))
        var chronology = Chronology()
        let report = line(.missingReported, 1, rules)
        chronology.insert(report)
        _ = chronology.remove(named: report.name)
        #expect(!rule.mayHold(chronology.traits))
    }

    private static let agencies = [
        Agency(name: "police", title: "Police", sector: .police),
        Agency(name: "home", title: "Home", sector: .residential),
        Agency(name: "council", title: "Council", sector: Sector(rawValue: "licensing")),
    ]

    @Test(
        "A rule about what children share is asked where a summary does not rule it out",
        arguments: [
            ("shared-between-children", [0, 1], [0, 1], true), ("shared-between-children", [0, 0], [0, 1], false),
            ("shared-between-children", Array(0...25), [0, 1], false),
            ("hot-place", [0, 0, 1, 1], [0, 1], true), ("hot-place", [0, 0, 1], [0, 1], false),
            ("hot-place", [0, 0, 1, 1], [0], false), ("hot-place", Array(0...25), [0, 1], true),
            ("hot-place", Array(0...200), [0, 1], false),
            ("adult-side-signal", [0, 0], [0, 1], false), ("adult-side-signal", [0, 0], [0, 2], true),
            ("name-in-several-interviews", [0, 0], [0, 1], false), ("missing-together", [0, 1], [0, 1], false),
        ]
    )
    func isAskedOfShared(_ name: String, _ children: [Int], _ agencies: [UInt16], _ isAsked: Bool) throws {
        let rules = try ShippedRules.load()
        let rule = try #require(rules.rule(named: name))
        let directory = AgencyRegister(Self.agencies)
        var summary = KeySummary(isMeeting: false, keys: 1)
        for (number, child) in children.enumerated() {
            var line = line(.concernObserved, number, rules)
            line.agency = agencies[number % agencies.count]
            summary.add(KeyMention(line, record: RecordIndex(child)), child: SubjectIndex(child), directory)
        }
        #expect(rule.mayHold(summary, directory) == isAsked)
    }

    private func line(_ kind: EventKind, _ number: Int, _ rules: RuleSet) -> ChronologyFact {
        let at = Instant(seconds: 1_450_000_000 + Int64(number))
        return ChronologyFact(
            FactContent(
                id: "\(number)",
                kind: kind,
                occurred: Occurrence(at),
                recorded: at,
                fields: [],
                links: [],
                isRestricted: false
            ),
            position: Position(number),
            received: at,
            name: FactID(source: "/sample/a", id: "\(number)", exercise: false),
            record: RecordIndex(0),
            agency: 0,
            selectors: rules.selectors
        )
    }
}
