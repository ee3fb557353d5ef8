import Accounts
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Adults who are possibly one, on a child's page")
struct AdultsTests {
    private static let keys = [LinkKey(.handle, "h77"), LinkKey(.reference, "whiston-health/~WH-1/kas-sample")]
    private static let form = ["first": "\(keys[0])", "second": "\(keys[1])", "note": "The same man, by his car."]

    /// Police name a man with his online name, health hears the name alone.
    private func world(restricted: Bool = false) async throws -> (World, ChildID) {
        try await world(police: [Self.told(["name": "Kas Sample", "handles": .array(["h77"])], restricted: restricted)])
    }

    @Test("They stand there with what agrees, can be decided, and the decision can be taken back")
    func decided() async throws {
        let (world, child) = try await world()
        let visitor = try await world.signedIn()
        let page = try await world.openFile(of: child, as: visitor).text
        #expect(page.contains("Adults who are possibly one") && page.contains("Kas Sample (h77)"))
        #expect(page.contains("given name the same, family name the same"))
        let path = "\(Paths.child(child))/identity"
        #expect(try await world.send("\(path)/one-adult", as: visitor, Self.form).status == .seeOther)
        let decision = Decision(
            .samePerson(Self.keys, exercise: false),
            by: "sample.worker",
            note: "The same man, by his car."
        )
        #expect(await world.journal.decisions == [decision])
        let after = try await world.openFile(of: child, as: visitor).text
        #expect(after.contains("one adult, by sample.worker") && !after.contains("Pairs of adults"))
        let position = try #require(after.firstMatch(of: /name="position" value="(\d+)"/)?.output.1)
        let back = ["position": String(position), "note": "Another man."]
        #expect(try await world.send("\(path)/back", as: visitor, back).status == .seeOther)
        #expect(try await world.openFile(of: child, as: visitor).text.contains("Pairs of adults"))
    }

    @Test("Decided to be two, they are not asked about again")
    func different() async throws {
        let (world, child) = try await world()
        let visitor = try await world.signedIn()
        _ = try await world.openFile(of: child, as: visitor)
        let path = "\(Paths.child(child))/identity/different-adults"
        #expect(try await world.send(path, as: visitor, Self.form).status == .seeOther)
        let page = try await world.openFile(of: child, as: visitor).text
        #expect(page.contains("different adults, by sample.worker") && !page.contains("Pairs of adults"))
        #expect(try await world.send(path, as: visitor, Self.form).status == .badRequest, "it is decided")
    }

    @Test(
        "A form about others than those that stand there changes nothing",
        arguments: [("first", "handle:other"), ("second", "nonsense"), ("note", "")]
    )
    func others(field: String, value: String) async throws {
        let (world, child) = try await world()
        let visitor = try await world.signedIn()
        _ = try await world.openFile(of: child, as: visitor)
        var form = Self.form
        form[field] = value
        let answer = try await world.send("\(Paths.child(child))/identity/one-adult", as: visitor, form)
        #expect(answer.status == .badRequest)
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test("Who is known by a full name and birth date stands there with both in words")
    func fullName() async throws {
        let known: JSONObject = ["name": "Kas Sample", "born": "1971-04-02"]
        let (world, child) = try await world(police: [Self.told(known)])
        let page = try await world.openFile(of: child, as: try await world.signedIn()).text
        #expect(page.contains("Kas Sample, born Fri 2 Apr 1971") && !page.contains(">kas sample|"))
    }

    @Test("Whom restricted facts alone name does not stand there for others, and cannot be decided about by them")
    func restricted() async throws {
        let (world, child) = try await world(restricted: true)
        for (teams, mayKnow) in [([String](), false), (["police-liaison"], true)] {
            let visitor = try await world.signedIn(teams: teams)
            let page = try await world.openFile(of: child, as: visitor).text
            #expect(page.contains("Adults who are possibly one") == mayKnow && page.contains("h77") == mayKnow)
            guard !mayKnow else { continue }
            let path = "\(Paths.child(child))/identity/one-adult"
            #expect(try await world.send(path, as: visitor, Self.form).status == .badRequest)
        }
    }

    /// The facts that police send about Bea, and health about Ada.
    private func world(police: [JSONObject], ada: JSONObject = ["name": "Kas Sample"]) async throws -> (World, ChildID)
    {
        let world = try World()
        let child = try await world.tellOfAda()
        for data in police {
            try await world.journal.tell(
                data["handling"] == nil ? .concernObserved : .intelligenceRecorded,
                from: "merseyside-police",
                subject: "MP-8",
                at: "2016-01-02T22:10:00Z",
                child: ["givenName": "Bea", "familyName": "Sample", "born": "2002-02-02"],
                data: data
            )
        }
        try await world.journal.tell(
            .healthAttended,
            from: "whiston-health",
            subject: "WH-1",
            at: "2016-01-03T12:00:00Z",
            data: ["setting": "sexual-health", "people": .array([.object(["name": "Kas Sample"])])]
        )
        return (world, child)
    }

    private static func told(_ person: JSONObject, restricted: Bool = false) -> JSONObject {
        var data: JSONObject = ["indicators": .array(["messages"]), "people": .array([.object(person)])]
        if restricted {
            data["indicators"] = nil
            data["handling"] = .object(["audience": .array(["police-liaison"])])
        }
        return data
    }

    @Test("A key that restricted facts alone tell stands in no form; what remains can be decided")
    func restrictedKey() async throws {
        let open: JSONObject = ["name": "Kas Sample", "phones": .array(["07700 900123"])]
        var more = open
        more["handles"] = .array(["h77"])
        let (world, child) = try await world(police: [Self.told(open), Self.told(more, restricted: true)])
        let visitor = try await world.signedIn()
        let page = try await world.openFile(of: child, as: visitor).text
        #expect(page.contains("447700900123") && !page.contains("h77"))
        let first = try #require(page.firstMatch(of: /name="first" value="([^"]+)"/)?.output.1)
        let second = try #require(page.firstMatch(of: /name="second" value="([^"]+)"/)?.output.1)
        let form = ["first": String(first), "second": String(second), "note": "By his car."]
        let path = "\(Paths.child(child))/identity/one-adult"
        #expect(try await world.send(path, as: visitor, form).status == .seeOther)
        let after = try await world.openFile(of: child, as: visitor).text
        #expect(after.contains("one adult, by sample.worker") && !after.contains("h77"))
    }

    @Test("What restricted facts alone tell of somebody makes them nobody's likeness for others")
    func restrictedName() async throws {
        let nameless: JSONObject = ["indicators": .array(["messages"]), "handles": .array(["h77"])]
        let named = Self.told(["name": "Kas Sample", "handles": .array(["h77"])], restricted: true)
        let (world, child) = try await world(police: [nameless, named])
        for (teams, mayKnow) in [([String](), false), (["police-liaison"], true)] {
            let page = try await world.openFile(of: child, as: try await world.signedIn(teams: teams)).text
            #expect(page.contains("Adults who are possibly one") == mayKnow)
        }
    }

    @Test("A decision about a restricted child's adult is shown to nobody who may not know of that child")
    func closedChild() async throws {
        let (world, child) = try await world(police: [Self.told(["name": "Kas Sample", "handles": .array(["k99"])])])
        try world.restrict("restricted: [{ record: merseyside-police/MP-8, readers: [sample.named], why: a witness }]")
        let named = try await world.signedIn("sample.named", role: .manager)
        let page = try await world.openFile(of: child, as: named).text
        let first = try #require(page.firstMatch(of: /name="first" value="([^"]+)"/)?.output.1)
        let second = try #require(page.firstMatch(of: /name="second" value="([^"]+)"/)?.output.1)
        let form = ["first": String(first), "second": String(second), "note": "Bea said so."]
        let path = "\(Paths.child(child))/identity/one-adult"
        #expect(try await world.send(path, as: named, form).status == .seeOther)
        #expect(try await world.openFile(of: child, as: named).text.contains("one adult, by sample.named"))
        let others = try await world.openFile(of: child, as: try await world.signedIn()).text
        for word in ["k99", "one adult", "Bea", "possibly one"] { #expect(!others.contains(word), "\(word)") }
    }
}
