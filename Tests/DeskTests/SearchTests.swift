import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Searching")
struct SearchTests {
    /// A desk with three children, one of whom changed her name.
    private func world() async throws -> World {
        let world = try World()
        let told: [(String, JSONObject)] = [
            ("MP-1", ["givenName": "Ada", "familyName": "Example", "born": "2001-06-15"]),
            ("MP-2", ["givenName": "Zoë", "familyName": "Sample-Example", "aliases": .array(["Zed"])]),
            ("MP-31", ["givenName": "Adam", "familyName": "Sample", "nhsNumber": "9990000018"]),
            ("MP-1", ["familyName": "Other"]),
        ]
        for (subject, child) in told {
            try await world.journal.tell(
                .concernObserved,
                from: "merseyside-police",
                subject: subject,
                at: "2016-01-02T20:40:00Z",
                child: child,
                data: ["indicators": .array(["gifts"])]
            )
        }
        return world
    }

    @Test(
        "Words that are no words find nobody and break nothing",
        arguments: [
            ("\u{0}", 400), ("%", 200), ("*", 200), ("\u{301}", 200), (String(repeating: "é", count: 100), 200),
            (String(repeating: "é", count: 101), 400), ("' OR 1=1 --", 200), ("\u{202E}adA", 200), ("🐟", 200),
        ]
    )
    func odd(words: String, status: Int) async throws {
        let world = try await world()
        let response = try await world.send("/search", as: try world.signedIn(), ["q": words])
        #expect(response.status.code == status)
        for name in ["Ada Other", "Adam Sample", "Zoë Sample-Example"] { #expect(!response.text.contains(name)) }
    }

    @Test(
        "Every word must begin a word of the record, whatever its case and accents",
        arguments: [
            ("ada", ["Ada Other", "Adam Sample"]), ("ADA other", ["Ada Other"]), ("zoe", ["Zoë Sample-Example"]),
            ("ZOË", ["Zoë Sample-Example"]), ("zed", ["Zoë Sample-Example"]), ("ample", []), ("ada example", []),
            ("999000", ["Adam Sample"]), ("mp-3", ["Adam Sample"]), ("2001-06", ["Ada Other"]), ("nobody", []),
        ]
    )
    func words(words: String, names: [String]) async throws {
        let world = try await world()
        let page = try await world.send("/search", as: try world.signedIn(), ["q": words]).text
        for name in ["Ada Other", "Adam Sample", "Zoë Sample-Example"] {
            #expect(page.contains(name) == names.contains(name), "\(name)")
        }
    }
}
