import Foundation
import Replay
import RuleEngine
import SafeguardingModel
import Testing

/// What the rules say, in all scripts and examples that ship.
@Suite("What the alerts say")
struct SentencesTests {
    private static func plays() async throws -> [(script: String, alerts: [Alert])] {
        let player = ScriptPlayer(site: try Shipped.site())
        var plays: [(script: String, alerts: [Alert])] = []
        for name in Shipped.scripts {
            let script = try Script(path: Shipped.folder + "/" + name)
            plays.append((name, try await player.play(script, on: CoreTarget()).alerts))
        }
        return plays
    }

    private static func rules() throws -> RuleSet {
        let site = try Shipped.site()
        return try RuleSet(files: site.rules, calendar: site.calendar, zone: .london)
    }

    @Test("Docs/sentences.md is what `refbus rules sentences` writes")
    func page() async throws {
        let page = try await SentencesPage.markdown(of: Self.rules(), Self.plays())
        let known = try String(contentsOfFile: Shipped.root + "/Docs/sentences.md", encoding: .utf8)
        #expect(page == known, "write it anew: refbus rules sentences > Docs/sentences.md")
    }

    @Test("A headline has at most 100 characters, no full stop at its end, and is no rule's title")
    func headlines() async throws {
        let rules = try Self.rules()
        let titles = Set(rules.rules.map(\.title))
        for said in try await SentencesPage.all(of: rules, Self.plays()) {
            let headline = AlertNames().filled(said.headline)
            #expect(headline.count <= 100, "\(headline)")
            #expect(!headline.hasSuffix("."), "\(headline)")
            #expect(!titles.contains(headline), "it did not fit: \(headline), because \(said.reasons)")
        }
    }

    /// Words of rules and not of the field. `unknown` and `alone` say how much is known, and are not looked at.
    private static let foreign = [
        "Of concern because", "the rule", "told of", "told nothing", "names a person", "or something of theirs",
        "What joins", "It is one of", "is not known; it", "stands in", "weekends and all", "speaks at", "of that sort",
        "was due by", "on the word of", "recorded the beginning", "sector", "CSE system", "taken back", "(E0",
        "first a ", "was told", "another authority",
    ]

    @Test("No headline, reason or fact is in words that are not of the field")
    func words() async throws {
        for said in try await SentencesPage.all(of: Self.rules(), Self.plays()) {
            for sentence in [said.headline] + said.reasons + said.evidence.map(\.sentence) {
                for words in Self.foreign {
                    #expect(!sentence.lowercased().contains(words.lowercased()), "\(words): \(sentence)")
                }
            }
        }
    }
}

@Suite("Names in alerts")
struct AlertNamesTests {
    @Test(
        "A name stands for its placeholder; without one plain words do, with a capital at the beginning",
        arguments: [
            ("{child} was found", "Quinn was found", "The child was found"),
            (
                "Police found {child}. {child}'s age", "Police found Quinn. Quinn's age",
                "Police found the child. The child's age"
            ),
            (
                "{shared} is linked to {child 2}", "h77 is linked to Bea Example",
                "One person, place or thing is linked to child 2"
            ),
            ("{child 1}: seen", "Ada Sample: seen", "Child 1: seen"),
            ("{other} and {", "{other} and {", "{other} and {"),
        ]
    )
    func filled(text: String, named: String, plain: String) {
        let names = AlertNames(child: "Quinn", shared: "h77", children: ["Ada Sample", "Bea Example"])
        #expect(names.filled(text) == named)
        #expect(AlertNames().filled(text) == plain)
    }
}
