import Accounts
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Children whom only named people may see")
struct NeedToKnowTests {
    private static let restriction = """
        restricted:
          - { record: merseyside-police/MP-7, readers: [sample.named], why: family of staff }
        """

    /// A desk with Ada, and on demand with Cleo, whom only one account may see.
    private func world(withCleo: Bool) async throws -> (World, cleo: ChildID?) {
        let world = try World()
        try world.restrict(Self.restriction)
        let ada = try await world.tellOfAda()
        guard withCleo else { return (world, nil) }
        let position = try await world.journal.tell(
            .missingReported,
            from: "merseyside-police",
            subject: "MP-7",
            at: "2016-01-02T22:10:00Z",
            child: ["givenName": "Cleo", "familyName": "Hidden", "born": "2002-02-02"],
            data: ["episode": "M-7", "category": "missing"]
        )
        let child = try #require(await world.model.children.first { $0 != ada })
        let evidence = [Sample.evidence(at: position)]
        let own = Sample.alert(
            "A-12-0",
            .critical,
            headline: "Cleo's alert.",
            subject: .child(child),
            evidence: evidence
        )
        let adults = Sample.alert(
            "A-13-0",
            headline: "An adult's alert.",
            subject: .person(LinkKey(.handle, "h77")),
            evidence: evidence
        )
        await world.model.place([.raised(own), .raised(adults)])
        return (world, child)
    }

    private func page(_ path: String, of world: World) async throws -> String {
        let visitor = try await world.signedIn("sample.other", role: .manager)
        let text = try await world.open(path, as: visitor).text
        // A pack says up to which entry of the journal it was made; nothing else may differ.
        return text.replacing(visitor.token, with: "TOKEN").replacing(/up to journal entry \d+/, with: "")
    }

    @Test(
        "Whoever is not named gets the very same pages as if the child did not exist",
        arguments: [
            "/", "/?show=all", "/?whose=new", "/?whose=unassigned", "/?severity=high", "/handover", "/answers",
            "/numbers", "/numbers.csv", "/search", "/alerts/A-12-0", "/alerts/A-13-0", "/panel", "/oversight",
        ]
    )
    func samePages(path: String) async throws {
        let with = try await page(path, of: try await world(withCleo: true).0)
        let without = try await page(path, of: try await world(withCleo: false).0)
        #expect(with == without)
        #expect(!with.contains("Cleo"))
    }

    /// Ada, referred three times with a word of one adult; and on demand a restricted child who may be the same as she, with
    /// an adult who may be the same as hers.
    private func worldOfNamesakes(both: Bool) async throws -> (World, ada: ChildID) {
        let world = try World()
        try world.restrict(Self.restriction)
        try await world.judge(by: ["repeated-referrals"])
        for day in 1...3 {
            try await world.journal.tell(
                .referralMade,
                from: "whiston-health",
                subject: "WH-1",
                at: "2016-01-0\(day)T10:00:00Z",
                data: ["referral": .string("r\(day)"), "people": .array([.object(["name": "Kas Sample"])])]
            )
        }
        let ada = try #require(await world.model.children.first)
        guard both else { return (world, ada) }
        try await world.journal.tell(
            .referralMade,
            from: "merseyside-police",
            subject: "MP-7",
            at: "2016-01-02T22:10:00Z",
            child: ["givenName": "Adda", "familyName": "Example", "born": "2001-06-05"],
            data: [
                "referral": "r7",
                "people": .array([.object(["name": "Kas Sample", "handles": .array(["h77"])])]),
            ]
        )
        return (world, ada)
    }

    @Test("That a restricted child may be the same child, or one of their adults the same adult, is told nobody else")
    func namesakes() async throws {
        var pages: [[String]] = []
        for both in [true, false] {
            let (world, ada) = try await worldOfNamesakes(both: both)
            let alert = try #require(await world.model.openAlertIDs().first)
            pages.append([try await page("/alerts/\(alert)", of: world)])
            for rest in ["", "/pack"] {
                _ = try await world.openFile(of: ada, as: try await world.signedIn("sample.other", role: .manager))
                pages[pages.count - 1].append(try await page(Paths.child(ada) + rest, of: world))
            }
            guard both else { continue }
            let named = try await world.signedIn("sample.named", role: .manager)
            let told = try await world.open("/alerts/\(alert)", as: named).text
            #expect(told.contains("Possibly the same child as") && told.contains("merseyside-police/MP-7"))
            #expect(told.contains("Possibly the same adult"))
            #expect(try await world.openFile(of: ada, as: named).text.contains("Adults who are possibly one"))
        }
        #expect(pages[0] == pages[1])
        #expect(pages[0].allSatisfy { !$0.contains("Possibly the same") && !$0.contains("possibly one") })
    }

    @Test("An alert's history does not name the record that was parted from the child, and that is restricted")
    func parted() async throws {
        let (world, _) = try await worldOfNamesakes(both: true)
        let alert = try #require(await world.model.openAlertIDs().first)
        let manager = try await world.signedIn("sample.named", role: .manager)
        let keys = [("merseyside-police", "MP-7"), ("whiston-health", "WH-1")].map {
            RecordKey(agency: AgencyName(rawValue: $0.0), subject: $0.1)
        }
        for kind in [Decision.Kind.same(keys), .different(keys)] {
            _ = try await world.journal.decide(Decision(kind, by: "sample.named"))
        }
        #expect(try await world.open("/alerts/\(alert)", as: manager).text.contains("MP-7"))
        let others = try await page("/alerts/\(alert)", of: world)
        #expect(!others.contains("MP-7") && !others.contains("who is who"))
    }

    @Test("Neither the child's file nor a form about it exists for them")
    func noFile() async throws {
        let (world, cleo) = try await world(withCleo: true)
        let path = Paths.child(try #require(cleo))
        let visitor = try await world.signedIn("sample.other")
        for rest in ["", "/pack", "/chronology.csv", "/entities.csv", "/links.csv"] {
            #expect(try await world.open(path + rest, as: visitor).status == .notFound)
        }
        #expect(
            try await world.send("\(path)/open", as: visitor, ["reason": "I would like to know."]).status == .notFound
        )
        #expect(try await world.send("/alerts/A-12-0/note", as: visitor, ["note": "Seen."]).status == .notFound)
        let found = try await world.send("/search", as: visitor, ["q": "Cleo"])
        #expect(found.text.contains("No children found."))
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test("Whoever is named sees the child as any other")
    func named() async throws {
        let (world, cleo) = try await world(withCleo: true)
        let visitor = try await world.signedIn("sample.named")
        let page = try await world.open("/", as: visitor).text
        #expect(page.contains("Cleo&#39;s alert.") && page.contains("An adult&#39;s alert."))
        #expect(try await world.open("/alerts/A-12-0", as: visitor).status == .ok)
        let file = try await world.openFile(of: try #require(cleo), as: visitor).text
        #expect(file.contains("Cleo Hidden") && file.contains("Only named people may see this child"))
        #expect(try await world.send("/search", as: visitor, ["q": "hid cleo"]).text.contains("Cleo Hidden"))
    }

    @Test("That somebody looked for a restricted child, or at them, is told nobody else, also under their former id")
    func oversight() async throws {
        let (world, cleo) = try await world(withCleo: true)
        let named = try await world.signedIn("sample.named", role: .manager)
        let path = Paths.child(try #require(cleo))
        _ = try await world.open("/alerts/A-12-0", as: named)
        _ = try await world.open("/alerts/A-13-0", as: named)
        _ = try await world.send("/alerts/A-13-0/note", as: named, ["note": "Asked the carer."])
        _ = try await world.send("/search", as: named, ["q": "Cleo Hidden"])
        _ = try await world.send("\(path)/open", as: named, ["reason": "Cleo's carer called."])
        _ = try await world.open(path, as: named)
        let keys = [
            RecordKey(agency: "merseyside-police", subject: "MP-7"), .init(agency: "whiston-health", subject: "WH-1"),
        ]
        for decision in [nil, Decision(.same(keys), by: "sample.named")] {
            if let decision { _ = try await world.journal.decide(decision) }
            for role in [Role.manager, .auditor] {
                let other = try await world.signedIn("sample.other", role: role)
                for rest in ["", "?only=opened"] {
                    let text = try await world.open("/oversight\(rest)", as: other).text
                    for word in ["Cleo", "A-12-0", "A-13-0", "carer"] { #expect(!text.contains(word), "\(word)") }
                }
            }
            let own = try await world.open("/oversight", as: named).text
            #expect(own.contains("Cleo Hidden") && own.contains("A-13-0"))
        }
    }

    @Test("Who looked at a child does not tell of an alert about another who is restricted")
    func viewers() async throws {
        let (world, _) = try await world(withCleo: true)
        let ada = try #require(await world.model.alert("A-9-0")?.subject.child)
        let evidence = [Sample.evidence(at: 2), Sample.evidence(at: 4)]
        let subject = Subject.person(LinkKey(.handle, "h78"))
        await world.model.place([.raised(Sample.alert("A-14-0", subject: subject, evidence: evidence))])
        _ = try await world.open("/alerts/A-14-0", as: try await world.signedIn("sample.named", role: .manager))
        let looks = try AuditVerification(folder: world.auditFolder, child: ada.rawValue).looks
        #expect(looks.map(\.alert) == ["A-14-0"])
        let page = try await world.openFile(of: ada, as: try await world.signedIn("sample.other", role: .manager)).text
        #expect(page.contains("Who looked at this child") && !page.contains("sample.named"))
    }

    @Test("An open page is told of nothing that does not exist for its reader")
    func live() async throws {
        let (world, cleo) = try await world(withCleo: true)
        let visitor = try await world.signedIn("sample.other")
        async let stream = world.open("/live", as: visitor)
        while world.model.livePages == 0 { await Task.yield() }
        var alert = Sample.alert("A-12-0", .critical, subject: .child(try #require(cleo)))
        alert.life = .acknowledged
        await world.model.place([.handled(alert)])
        // A visitor who loses the account gets a last message, which ends the stream for this test.
        try DeskAccounts.remove("sample.other", from: world.accountFiles)
        await world.model.place([.handled(Sample.alert("A-20-0"))])
        let text = try await stream.text
        #expect(text.contains("event: end") && !text.contains("A-12-0"))
    }

    @Test(
        "What is looked for is answered with the same page as if the child did not exist",
        arguments: ["cleo", "MP-7", "2002"]
    )
    func sameAnswers(words: String) async throws {
        var pages: [String] = []
        for withCleo in [true, false] {
            let (world, _) = try await world(withCleo: withCleo)
            let visitor = try await world.signedIn("sample.other", role: .manager)
            let text = try await world.send("/search", as: visitor, ["q": words]).text
            pages.append(text.replacing(visitor.token, with: "TOKEN"))
        }
        #expect(pages[0] == pages[1])
    }

    @Test(
        "An open page that stays open hears of what exists for its reader, and counts no more",
        .timeLimit(.minutes(1))
    )
    func liveOverSocket() async throws {
        let (world, cleo) = try await world(withCleo: true)
        let visitor = try await world.signedIn("sample.other")
        try await world.serving { port in
            let page = try RawVisitor(port: port)
            page.ask("GET /live HTTP/1.1", "Host: 127.0.0.1:\(port)", "Cookie: \(visitor.cookie)")
            var heard = await page.hear(until: "retry")
            while world.model.livePages == 0 { await Task.yield() }
            var hidden = Sample.alert("A-12-0", .critical, subject: .child(try #require(cleo)))
            hidden.life = .acknowledged
            await world.model.place([.handled(hidden)])
            let ada = try #require(await world.model.alert("A-9-0"))
            await world.model.place([.handled(ada)])
            heard += await page.hear(until: "A-9-0\"],\"critical\":[],\"open\":1}")
            #expect(heard.contains("A-9-0") && heard.contains("\"open\":1"))
            #expect(!heard.contains("A-12-0") && !heard.contains("event: end"))
        }
    }

    @Test("A list of restricted children that cannot be read lets nobody in")
    func unreadable() async throws {
        let (world, _) = try await world(withCleo: true)
        let visitor = try await world.signedIn("sample.named")
        for text in ["restricted: [", "restricted: [{ record: nonsense, readers: [], why: x }]"] {
            try world.restrict(text)
            #expect(try await world.open("/", as: visitor).status == .seeOther)
        }
    }

    @Test(
        "A list of restricted children that is taken away lets nobody in, until it is back",
        arguments: [false, true]
    )
    func taken(leavingFolder: Bool) async throws {
        let (world, _) = try await world(withCleo: true)
        let visitor = try await world.signedIn("sample.other")
        #expect(try await world.open("/", as: visitor).status == .ok)
        try world.unrestrict(leavingFolder: leavingFolder)
        for _ in 0..<2 { #expect(try await world.open("/", as: visitor).status == .seeOther) }
        if leavingFolder { return }
        try world.restrict(Self.restriction)
        let page = try await world.open("/", as: visitor)
        #expect(page.status == .ok && !page.text.contains("Cleo"))
    }

    @Test(
        "A list that the configuration names and that never stood lets nobody in; one that it does not name may be absent"
    )
    func absent() async throws {
        for (isNamed, status) in [(true, HTTPResponse.Status.seeOther), (false, .ok)] {
            let world = try World(namesRestrictions: isNamed)
            try await world.tellOfAda()
            #expect(try await world.open("/", as: try await world.signedIn()).status == status)
        }
    }

    @Test("Without open work a file is opened with a reason only, and the manager sees it")
    func reason() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        var alert = Sample.alert("A-9-0", subject: .child(child))
        alert.life = .acknowledged
        alert.owner = "sample.colleague"
        await world.model.place([.handled(alert)])
        let visitor = try await world.signedIn("sample.worker")
        let asked = try await world.open(Paths.child(child), as: visitor)
        #expect(asked.status == .forbidden && asked.text.contains("Why do you open this file?"))
        #expect(!asked.text.contains("Ada"))
        let path = "\(Paths.child(child))/open"
        let reason = "The school asked about her."
        #expect(try await world.send(path, as: visitor, ["reason": "short"]).status == .badRequest)
        #expect(try await world.send(path, as: visitor, ["reason": reason], withToken: false).status == .forbidden)
        #expect(try await world.open(Paths.child(child), as: visitor).status == .forbidden)
        #expect(try await world.send(path, as: visitor, ["reason": reason]).status == .seeOther)
        let file = try await world.open(Paths.child(child), as: visitor).text
        #expect(file.contains("Ada Example") && !file.contains("Who looked at this child"))
        let manager = try await world.signedIn("sample.manager", role: .manager)
        let log = try await world.open("/oversight?only=opened", as: manager).text
        #expect(log.contains(reason) && log.contains("sample.worker"))
        #expect(try await world.openFile(of: child, as: manager).text.contains(reason))
    }
}
