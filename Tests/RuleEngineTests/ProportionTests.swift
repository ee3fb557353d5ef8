import Glibc
import RuleEngine
import SafeguardingModel
import TestKit
import Testing

@Suite("What the rules cost grows with a child's facts, and not with their square")
struct ProportionTests {
    private static let agencies = [
        Agency(name: "police", title: "Police", sector: .police),
        Agency(name: "social-care", title: "Social Care", sector: .socialCare, authority: "E08000011"),
        Agency(name: "school", title: "School", sector: .education),
    ]

    /// The kinds of a flood; each fact by its number.
    enum Story: String, CaseIterable, CustomTestStringConvertible {
        case absences, returnsAlone, interviews, concerns, metAgain, placements, statuses, referrals, marks

        var testDescription: String { rawValue }

        func fact(_ number: Int) -> (kind: EventKind, agency: UInt16, fields: [Field], links: [Link]) {
            let isFirst = number % 2 == 0
            let episode = Field(.episode, "e\(number / 2)")
            let report: [Field] = [episode, Field(.category, "missing")]
            switch self {
            case .absences: return (isFirst ? .missingReported : .missingFound, 0, isFirst ? report : [episode], [])
            case .returnsAlone: return (.missingFound, 0, [Field(.episode, "e\(number)")], [])
            case .interviews:
                switch number % 3 {
                case 0:
                    return (.missingReported, 0, [Field(.episode, "e\(number / 3)"), Field(.category, "missing")], [])
                case 1: return (.missingFound, 0, [Field(.episode, "e\(number / 3)")], [])
                default: return (.returnInterviewCompleted, 1, [Field(.episodes, "e\(number / 3)")], [])
                }
            case .concerns: return (.concernObserved, 2, [Field(.indicators, "gifts")], [])
            case .metAgain:
                let adult = Link(role: .foundWith, keys: [LinkKey(.handle, "h\(number % 6)")], kind: "person")
                return (
                    isFirst ? .missingReported : .missingFound, 0, isFirst ? report : [episode], isFirst ? [] : [adult]
                )
            case .placements:
                let fields = [
                    Field(.placement, "p\(number / 2)"), Field(.responsibleAuthority, "E08000011"),
                    Field(.hostAuthority, "E0800001\(number % 9)"),
                ]
                return (isFirst ? .placementStarted : .placementEnded, 1, fields, [])
            case .statuses: return (isFirst ? .statusStarted : .statusEnded, 1, [Field(.status, "cse-flag")], [])
            case .referrals: return (.referralMade, 2, [Field(.referral, "r\(number)")], [])
            case .marks: return (.attendanceMarked, 2, [Field(.code, "N"), Field(.session, isFirst ? "am" : "pm")], [])
            }
        }
    }

    @Test("Four times the facts cost less than ten times as much", arguments: Story.allCases)
    func proportion(_ story: Story) throws {
        let rules = try ShippedRules.load()
        let (small, large) = (cost(story, 400, rules), cost(story, 1_600, rules))
        #expect(large < 10 * small, "\(small) and \(large) ms of this thread's time")
    }

    /// Milliseconds of this thread that all rules take for so many facts within ten months; the least of three.
    private func cost(_ story: Story, _ count: Int, _ rules: RuleSet) -> Double {
        var chronology = Chronology()
        var people = LinkRegistry()
        let from = Instant(seconds: 1_451_865_600)
        for number in 0..<count {
            let fact = story.fact(number)
            let at = from + Span(milliseconds: Int64(number) * 300 * 86_400_000 / Int64(count))
            let line = ChronologyFact(
                FactContent(
                    id: "\(number)",
                    kind: fact.kind,
                    occurred: Occurrence(at),
                    recorded: at,
                    fields: fact.fields,
                    links: fact.links,
                    isRestricted: false
                ),
                position: Position(number + 1),
                received: at,
                name: FactID(source: "test", id: "\(number)", exercise: false),
                record: RecordIndex(0),
                agency: fact.agency,
                selectors: rules.selectors
            )
            chronology.insert(line)
            _ = people.learn(line, record: RecordIndex(0), rules: rules)
        }
        return (0..<3).map { _ in
            let begin = Self.used
            _ = Evaluator.findings(
                chronology,
                of: .child(ChildID(rawValue: "C-1")),
                rules: rules,
                people: people,
                directory: AgencyRegister(Self.agencies),
                now: from + .days(301)
            )
            return Self.used - begin
        }.min() ?? 0
    }

    /// The processor time of this thread, whatever else the machine did meanwhile.
    private static var used: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
    }
}
