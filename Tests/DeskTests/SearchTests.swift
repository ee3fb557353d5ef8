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
            (String(repeating: "é", count: 101), 400), ("' OR 1=1 --", 200), ("🐟", 200),
        ]
    )
    func odd(words: String, status: Int) async throws {
        let world = try await world()
        let response = try await world.send("/search", as: try await world.signedIn(), ["q": words])
        #expect(response.status.code == status)
        for name in ["Ada Other", "Adam Sample", "Zoë Sample-Example"] { #expect(!response.text.contains(name)) }
    }

    @Test(
        "Every word must begin a word of the record, whatever its case and accents",
        arguments: [
            ("ada", ["Ada Other", "Adam Sample"]), ("ADA other", ["Ada Other"]), ("zoe", ["Zoë Sample-Example"]),
            ("ZOË", ["Zoë Sample-Example"]), ("zed", ["Zoë Sample-Example"]), ("mple", []), ("ada example", []),
            ("999000", ["Adam Sample"]), ("mp-3", ["Adam Sample"]), ("2001-06", ["Ada Other"]), ("nobody", []),
        ]
    )
    func words(words: String, names: [String]) async throws {
        let world = try await world()
        let page = try await world.send("/search", as: try await world.signedIn(), ["q": words]).text
        for name in ["Ada Other", "Adam Sample", "Zoë Sample-Example"] {
            #expect(page.contains(name) == names.contains(name), "\(name)")
        }
    }

    /// A desk with one child for each name, all born on another day, the first with an NHS number.
    private func world(of names: [(given: String, family: String)]) async throws -> World {
        let world = try World()
        for (number, name) in names.enumerated() {
            var child: JSONObject = [
                "givenName": .string(name.given), "familyName": .string(name.family),
                "born": .string("2000-08-\(20 + number % 10)"),
            ]
            if number == 0 { child["nhsNumber"] = "9990000018" }
            try await world.journal.tell(
                .concernObserved,
                from: "merseyside-police",
                subject: "MP-P\(number)",
                at: "2016-01-02T20:40:00Z",
                child: child,
                data: ["indicators": .array(["gifts"])]
            )
        }
        return world
    }

    /// The names found, in the order of the page.
    private func found(_ words: String, in world: World) async throws -> [String] {
        let page = try await world.send("/search", as: try await world.signedIn(), ["q": words]).text
        return page.matches(of: /data-label="Child"><a href="[^"]*">([^<]*)</).map {
            String($0.output.1).replacing("&#39;", with: "'")
        }
    }

    @Test(
        "A child is found however the name is spelt",
        arguments: [
            ("Łucja Przykład", ["Lucja", "lucja przyklad", "ŁUCJA", "Przyklad, Lucja", "Łucja"]),
            ("Ann O'Sample", ["osample", "o sample", "o’sample", "O'Sample", "oʼsample", "sample", "ann o-sample"]),
            ("Bea O’Sample", ["osample", "o sample", "o'sample", "O‘Sample"]),
            ("Søren Weiß", ["Soren", "Weiss", "weiß", "SØREN WEISS"]),
            (
                "Mary-Jane Example",
                ["Jane", "Mary Jane", "MaryJane", "mary-jane", "Example, Mary Jane", "example maryjane"]
            ),
            ("Eve Sample-Example", ["Example", "Sample Example", "sampleexample", "Sample-Example, Eve"]),
            ("Tom Mc Example", ["McExample", "Mc Example", "mc-example", "tom mcexample"]),
            ("Tom McExample", ["McExample", "Mc Example", "Mc Example Tom"]),
            ("Zoe D'Example", ["Dexample", "d example", "D’Example", "zoë"]),
            ("Omar al-Sample", ["alsample", "al sample", "Al-Sample", "al‑Sample", "sample omar"]),
            ("Çağla Şahin-Örnek", ["Cagla", "sahin ornek", "ŞAHİN", "Ornek"]),
            ("İpek Işık", ["ipek isik", "IPEK", "ışık", "Ipek"]),
            ("Řehoř Dvořák", ["Rehor Dvorak", "dvorak", "ŘEHOŘ"]),
            ("Åse Ægirsdóttir", ["Ase", "aegirsdottir", "ÅSE"]),
            ("Đorđe Þórsson", ["Dorde", "thorsson"]),
            ("Jürgen Größe", ["Jurgen", "grosse", "Juergen", "GRÖSSE"]),
            ("Zoe\u{301} Ne\u{301}mec", ["Zoé", "nemec", "Némec"]),
        ]
    )
    func spellings(name: String, ways: [String]) async throws {
        let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
        let world = try await world(of: [(parts[0], parts[1]), ("Quinn", "Placeholder")])
        for way in ways { #expect(try await found(way, in: world) == [name], "\(way)") }
    }

    @Test(
        "A number or a birth date is found however it is written",
        arguments: [
            "9990000018", "999 000 0018", "999-000-0018", "999 000 0018 Ada", "20/08/2000", "20 Aug 2000", "2000-08-20",
            "20.8.2000", "20th August 2000", "August 20 2000", "20-08-00", "20082000", "20000820", "Ada 20/08/2000",
            "20/08/2000, Example", "MP-P0", "mp p0", "MPP0", "Example, Ada",
        ]
    )
    func numbers(words: String) async throws {
        let world = try await world(of: [("Ada", "Example"), ("Bea", "Other")])
        #expect(try await found(words, in: world) == ["Ada Example"])
    }

    @Test("A wrong digit finds nobody, a month everybody who was born in it")
    func digits() async throws {
        let world = try await world(of: [("Ada", "Example"), ("Bea", "Other")])
        for words in ["9990000019", "20/08/2001", "08/20/2000", "30 Feb 2000"] {
            #expect(try await found(words, in: world).isEmpty, "\(words)")
        }
        for words in ["Aug 2000", "08/2000", "2000-08", "2000"] {
            #expect(try await found(words, in: world).count == 2, "\(words)")
        }
    }

    @Test("What was typed comes first, then what begins so, then one slip, the likest first")
    func ranks() async throws {
        let world = try await world(of: [
            ("Bea", "Xsample"), ("Cy", "Sampel"), ("Dee", "Samples"), ("Eve", "Sample"), ("Fay", "Tampla"),
            ("Gus", "Samp"),
        ])
        #expect(try await found("Sample", in: world) == ["Eve Sample", "Dee Samples", "Cy Sampel", "Bea Xsample"])
        #expect(try await found("Ev Sampel", in: world) == ["Eve Sample"])
        // Three letters are too few to tell a slip from another name.
        #expect(try await found("Eva", in: world).isEmpty)
    }

    @Test("Nothing found says what was looked for, and that it says nothing of the child")
    func nothing() async throws {
        let world = try await world(of: [("Ada", "Example")])
        let page = try await world.send("/search", as: try await world.signedIn(), ["q": "o nobody 15/06/2011"]).text
        #expect(page.contains("No children found."))
        #expect(page.contains("This does not mean that the child is not known to an agency"))
        for form in ["born 15 Jun 2011 o nobody", "onobody"] { #expect(page.contains(form), "\(form)") }
        let odd = try await world.send("/search", as: try await world.signedIn(), ["q": "%"]).text
        #expect(odd.contains("no letter and no digit"))
    }
}
