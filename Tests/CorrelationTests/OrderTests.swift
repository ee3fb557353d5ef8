import Correlation
import SafeguardingModel
import TestKit
import Testing

@Suite("The same facts give the same alerts, however they came")
struct OrderTests {
    /// A new seed may be tried by setting it here; a failure prints its own.
    private static let seeds = Array(UInt64(1)...UInt64(150))

    @Test("Any order, any duplicates, any batches", arguments: seeds)
    func permutations(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let story = Story.generated(&dice)
        let inOrder = try story.play()
        let expected = essences(inOrder)
        for round in 0..<4 {
            var told = story.told.shuffled(using: &dice)
            told += told.filter { _ in dice.happens(oneIn: 5) }
            if round == 1 { told = story.told.reversed() }
            // One batch: everything reaches the bus at one moment.
            if round == 2 { for index in told.indices { told[index].arrives = Story.at(101) } }
            let played = try story.play(told, ticks: round != 3)
            let found = essences(played)
            #expect(found == expected, "seed \(seed), round \(round):\n\(difference(found, expected))")
        }
    }

    @Test("What stands is what the rules say from scratch", arguments: seeds)
    func fromScratch(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let story = Story.generated(&dice)
        let played = try story.play(story.told.shuffled(using: &dice))
        let now = played.entries.last?.at ?? .distantPast
        let findings =
            played.correlator.children.flatMap { played.correlator.findings(about: $0, at: now) }
            + played.correlator.sharedFindings(at: now)
        let standing = played.correlator.alerts.filter { !$0.isWithdrawn }.map(\.finding)
        #expect(Set(standing) == Set(findings), "seed \(seed)")
        #expect(standing.count == findings.count, "seed \(seed)")
    }

    @Test("A restart replays to the same effects", arguments: seeds.prefix(40))
    func restart(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let story = Story.generated(&dice)
        let played = try story.play(story.told.shuffled(using: &dice))
        var again = Correlator()
        #expect(played.entries.map { again.apply($0) } == played.effects, "seed \(seed)")
        #expect(again.alerts == played.correlator.alerts)
    }

    @Test("However often time is told to pass, everything happens at its own moment", arguments: seeds.prefix(60))
    func ticks(seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        let story = Story.generated(&dice)
        let exact = try story.play()
        let rare = try story.play(ticks: false)
        #expect(lives(exact) == lives(rare), "seed \(seed)")
    }

    private func essences(_ played: Played) -> Set<Essence> {
        Set(played.correlator.alerts.filter { !$0.isWithdrawn }.map(Essence.init))
    }

    /// Everything that happened to the alerts and when, without the positions of entries.
    private func lives(_ played: Played) -> [String] {
        played.correlator.alerts.map { alert in
            let revisions = alert.revisions.map { "\($0.at.rfc3339) \($0.severity) \($0.sentence)" }
            let escalations = alert.escalations.map(\.rfc3339)
            let withdrawal = alert.withdrawal.map { "\($0.at.rfc3339) \($0.sentence)" } ?? ""
            return "\(alert.rule) \(alert.subject) \(alert.raisedAt.rfc3339) \(revisions) \(escalations) \(withdrawal)"
        }.sorted()
    }

    private func difference(_ found: Set<Essence>, _ expected: Set<Essence>) -> String {
        func words(_ essences: Set<Essence>) -> String {
            essences.map {
                "  \($0.rule) \($0.key) \($0.severity) \($0.enteredAt.rfc3339) depth \($0.depth)\n    \($0.evidence)\n    \($0.explanation.reasons)\n   \($0.explanation.unknown)\n"
            }.sorted().joined()
        }
        return "found only:\n\(words(found.subtracting(expected)))expected only:\n\(words(expected.subtracting(found)))"
    }
}
