import Correlation
import RuleEngine
import SafeguardingModel
import Testing

/// For every shipped rule: of one of its examples that fires a fact is not told; the question is asked at the moment at
/// which it would have been; and what the answer says is missing is then told to the whole judgement.
@Suite("Why not, for every rule")
struct WhyNotRulesTests {
    /// The rules of which no near miss can be named, and why not.
    static let without: [String: String] = [
        "missing-together": "it looks at who goes missing from one home",
        "no-nrm-referral": "it speaks of another rule, of an agency of another area, and two weeks later",
    ]
    /// One question and what came of it.
    struct Asked {
        var story: ExampleStory
        var at: Instant
        var why: WhyNot
        var played: Played
        var child: ExampleStory
    }

    @Test(
        "It names a near miss, and when that is told the rule speaks",
        arguments: try Examples.rules()
    )
    func nearMiss(rule: String) throws {
        var isNamed = false
        for story in try Examples.stories(rule) where !story.expected.isEmpty {
            for gap in story.told.indices {
                guard let asked = try WhyNotRulesTests.ask(story, without: gap), !asked.why.speaks else { continue }
                #expect(!asked.why.unmet.isEmpty && asked.why.unmet.allSatisfy { $0.hasSuffix(".") }, "\(story)")
                guard let nearest = asked.why.nearest else { continue }
                isNamed = true
                #expect(WhyNotRulesTests.speaks(rule, asked, nearest), "\(story), \(gap): \(nearest.sentence)")
            }
        }
        #expect(isNamed != (WhyNotRulesTests.without[rule] != nil), "\(rule): named \(isNamed)")
    }

    private static func ask(_ story: ExampleStory, without gap: Int) throws -> Asked? {
        let at = story.told[gap].event.recorded
        var shorter = story
        shorter.told.remove(at: gap)
        shorter.told = shorter.told.filter { $0.event.recorded <= at }.sorted { $0.event.recorded < $1.event.recorded }
        shorter.until = at
        let played = try Examples.play(shorter, shorter.told)
        guard let child = played.correlator.children.first,
            let why = played.correlator.whyNot(child, story.rule, at: at)
        else { return nil }
        return Asked(story: story, at: at, why: why, played: played, child: shorter)
    }

    /// Tells what is missing, lets the time pass that the answer names, and looks whether the rule speaks.
    private static func speaks(_ rule: String, _ asked: Asked, _ nearest: NearMiss) -> Bool {
        var played = asked.played
        for (number, fact) in nearest.facts.enumerated() {
            played.apply(.event(event(fact, number, asked), from: fact.agency), at: asked.at)
        }
        let then = nearest.facts.isEmpty ? nearest.by : nearest.speaks
        played.pass(to: then)
        played.apply(.tick, at: then)
        return !Examples.found(rule, played, at: then).isEmpty
    }

    private static func event(_ fact: MissingFact, _ number: Int, _ asked: Asked) -> Event {
        let first = asked.story.told.first { !$0.event.subject.isEmpty }?.event
        return Event(
            source: "/\(fact.agency)/test",
            id: "what-if-\(number)",
            kind: fact.kind,
            occurred: Occurrence(fact.at),
            recorded: asked.at,
            subject: subject(fact, first?.subject ?? ""),
            child: fact.about == .child ? first?.child : nil,
            fields: fact.fields,
            links: fact.links
        )
    }

    private static func subject(_ fact: MissingFact, _ own: String) -> String {
        switch fact.about {
        case .child: own
        case .another(let number): "another-\(number)"
        case .adult: ""
        }
    }
}
