import Correlation
import IdentityResolution
import SafeguardingModel
import Testing

@Suite("While nobody has said whether two records are one child")
struct WaitingPairTests {
    /// Child S as agencies tell of her, and a school that has her name misspelt.
    private func played() throws -> Played {
        var story = Story.childS()
        story.add(.concernObserved, by: "college", onDay: 40, "10:00", [Field(.indicators, "tired")])
        var person = Story.person("c1")
        person.familyName = "Exampelc1"
        story.told[story.told.count - 1].event.child = person
        return try story.play()
    }

    private func hints(_ correlator: Correlator) -> [String] {
        correlator.alerts.flatMap(\.explanation.unknown).filter { $0.hasPrefix("Possibly the same child as") }
    }

    @Test("Alerts say 'possibly the same child as', until a person has said")
    func hint() throws {
        let played = try played()
        let pair = try #require(
            played.correlator.pending.first { pair in
                pair.records.map(\.subject).contains("c1-college")
                    && pair.records.allSatisfy { $0.subject.hasPrefix("c1-") }
            }
        )
        let before = hints(played.correlator)
        let words = "\(pair.records[0]) and \(pair.records[1]) wait for a person to say"
        #expect(before.contains { $0.contains(words) })
        for kind in [Decision.Kind.same(pair.records), .different(pair.records)] {
            var decided = played
            decided.apply(.decision(Decision(kind, by: "sample")), at: Story.at(121))
            #expect(!hints(decided.correlator).contains { $0.contains(words) })
            #expect(!decided.correlator.pending.contains(pair))
            decided.apply(
                .decision(Decision(.takenBack(position: Position(decided.entries.count)), by: "sample")),
                at: Story.at(122)
            )
            #expect(decided.correlator.pending == played.correlator.pending)
            #expect(hints(decided.correlator).contains { $0.contains(words) })
        }
    }
}
