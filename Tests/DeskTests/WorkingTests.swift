import Accounts
import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import TestKit
import Testing

@Suite("Working alerts together")
struct WorkingTests {
    @Test("Taking on, offering and asking become decisions, and only with what was offered")
    func deeds() async throws {
        let world = try World()
        try await world.tellOfAda()
        _ = try await world.signedIn("sample.colleague")
        _ = try await world.signedIn("sample.auditor", role: .auditor)
        let visitor = try await world.signedIn()
        for (verb, fields) in [
            ("offer", ["to": "sample.auditor"]), ("offer", ["to": "nobody"]), ("offer", ["to": "sample.worker"]),
            ("ask", ["agency": "nobody", "hours": "24", "note": "Who?"]),
            ("ask", ["agency": "whiston-health", "hours": "9999", "note": "Who?"]),
            ("ask", ["agency": "whiston-health", "hours": "24"]),
        ] {
            #expect(try await world.send("/alerts/A-9-0/\(verb)", as: visitor, fields).status == .badRequest)
        }
        #expect(await world.journal.decisions.isEmpty)
        let question = ["agency": "whiston-health", "hours": "24", "note": "Who came with her?"]
        for (verb, fields) in [
            ("take", [:]), ("offer", ["to": "sample.colleague", "note": "My shift ends."]), ("ask", question),
        ] {
            #expect(try await world.send("/alerts/A-9-0/\(verb)", as: visitor, fields).status == .seeOther)
        }
        let (by, agency) = ("sample.worker", AgencyName("whiston-health"))
        #expect(
            await world.journal.decisions == [
                Decision(.assign(alert: "A-9-0", to: by), by: by),
                Decision(.assign(alert: "A-9-0", to: "sample.colleague"), by: by, note: "My shift ends."),
                Decision(.ask(alert: "A-9-0", of: agency, hours: 24), by: by, note: "Who came with her?"),
            ]
        )
    }

    @Test("An overtaken alert says so, with when, in the list and on its page, until it is closed")
    func overtaken() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn()
        var alert = Sample.alert("A-9-0", subject: .child(child))
        let words = "Overtaken: look and close"
        for (at, life, isShown) in [
            (nil, Alert.Life.new, false), (World.start, .new, true), (World.start, .acknowledged, true),
            (World.start, .closed(outcome: "seen"), false),
        ] {
            (alert.finding.overtakenAt, alert.life) = (at, life)
            await world.model.place([.handled(alert)])
            for path in ["/?show=all", "/alerts/A-9-0"] {
                let page = String(buffer: try await world.open(path, as: visitor).body)
                #expect(page.contains(words) == isShown, "\(path) \(life)")
            }
        }
    }

    @Test("A question stands on the alert and among the answers, stands out when it is late, and shows its answer")
    func questions() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        var alert = Sample.alert("A-9-0", subject: .child(child))
        let (asked, wanted) = (World.start, World.start + .hours(1))
        alert.requests = [
            Alert.Request(
                id: "Q-8",
                of: "whiston-health",
                by: "sample.worker",
                text: "Who came with her?",
                at: asked,
                answerBy: wanted
            )
        ]
        await world.model.place([.handled(alert)])
        func expect(_ words: String...) async throws {
            let visitor = try await world.signedIn()
            for path in ["/alerts/A-9-0", "/answers"] {
                let page = try await world.open(path, as: visitor).text
                for word in words { #expect(page.contains(word), "\(path): \(word)") }
            }
        }
        try await expect("Who came with her?", "Wanted by")
        world.clock.advance(by: .hours(2))
        try await expect("Overdue since")
        let position = try await world.journal.tell(
            .requestAcknowledged,
            from: "whiston-health",
            subject: "WH-1",
            at: "2016-01-04T10:00:00Z",
            data: ["request": "Q-8", "to": "cse-team", "summary": "An adult who gave no name."]
        )
        alert.requests[0].answer = Alert.Answer(at: world.clock.now, position: position)
        await world.model.place([.handled(alert)])
        try await expect("An adult who gave no name.")
    }

    @Test("A shift is handed over as a whole, and waits until it is accepted")
    func handover() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let (worker, colleague) = (try await world.signedIn(), try await world.signedIn("sample.colleague"))
        var alert = Sample.alert("A-9-0", subject: .child(child))
        alert.owner = "sample.worker"
        await world.model.place([.handled(alert)])
        #expect(try await world.open("/handover", as: worker).text.contains("1 alert is open: 1 yours"))
        let offer = ["to": "sample.colleague", "note": "Quiet night."]
        #expect(try await world.send("/handover/offer", as: worker, offer).status == .seeOther)
        alert.offeredTo = "sample.colleague"
        await world.model.place([.handled(alert)])
        #expect(try await world.open("/", as: colleague).text.contains("offered to you"))
        #expect(try await world.open("/handover", as: colleague).text.contains("Accept all of them"))
        #expect(!(try await world.open("/handover", as: worker).text.contains("Accept all of them")))
        #expect(try await world.send("/handover/accept", as: colleague, [:]).status == .seeOther)
        let kind = Decision.Kind.assign(alert: "A-9-0", to: "sample.colleague")
        #expect(
            await world.journal.decisions == [
                Decision(kind, by: "sample.worker", note: "Quiet night."), Decision(kind, by: "sample.colleague"),
            ]
        )
    }

    @Test("What is new is marked until it was looked at, by each for themselves")
    func new() async throws {
        let world = try World()
        try await world.tellOfAda()
        let visitor = try await world.signedIn()
        #expect(try await world.open("/?whose=new", as: visitor).text.contains("row-A-9-0"))
        _ = try await world.open("/alerts/A-9-0", as: visitor)
        #expect(!(try await world.open("/?whose=new", as: visitor).text.contains("row-A-9-0")))
        let other = try await world.signedIn("sample.other")
        let page = try await world.open("/", as: other).text
        #expect(page.contains("tag new"))
        let through = try #require(page.firstMatch(of: /name="through" value="(\d+)"/)?.output.1)
        #expect(try await world.send("/seen", as: other, ["through": String(through)]).status == .seeOther)
        #expect(!(try await world.open("/", as: other).text.contains("tag new")))
    }

    @Test(
        "Mine, nobody's, by severity and by rule are links, and show what they say",
        arguments: [
            ("whose=mine", ["A-1-0"]), ("whose=unassigned", ["A-3-0"]), ("whose=all", ["A-2-0", "A-1-0", "A-3-0"]),
            ("severity=critical", ["A-2-0"]), ("whose=mine&severity=critical", []), ("rule=other", []),
            ("rule=agencies-converge", ["A-2-0", "A-1-0", "A-3-0"]),
        ]
    )
    func whose(query: String, ids: [String]) async throws {
        let world = try World()
        var (mine, theirs) = (Sample.alert("A-1-0"), Sample.alert("A-2-0", .critical))
        mine.owner = "sample.worker"
        theirs.owner = "sample.other"
        await world.model.place([.raised(mine), .raised(theirs), .raised(Sample.alert("A-3-0", .low))])
        let page = try await world.open("/?\(query)", as: try await world.signedIn()).text
        #expect(page.matches(of: /id="row-([^"]+)"/).map { String($0.output.1) } == ids)
        let rows = page.firstMatch(of: /aria-current="true">[^<]*<span class="count">(\d+)</)?.output.1
        if query.hasPrefix("whose") && !query.contains("&") { #expect(rows.map { Int($0) } == ids.count) }
    }

    @Test("Parting one record from a child is one decision for each of the others, and can be taken back")
    func identity() async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let visitor = try await world.signedIn()
        let path = "\(Paths.child(child))/identity/different"
        for fields in [["record": "other/1", "note": "x"], ["record": "whiston-health/WH-1"]] {
            #expect(try await world.send(path, as: visitor, fields).status == .badRequest)
        }
        let fields = ["record": "whiston-health/WH-1", "note": "She has a twin."]
        #expect(try await world.send(path, as: visitor, fields).status == .seeOther)
        let keys = [
            RecordKey(agency: "merseyside-police", subject: "MP-1"),
            RecordKey(agency: "whiston-health", subject: "WH-1"),
        ]
        #expect(
            await world.journal.decisions == [
                Decision(.different(keys), by: "sample.worker", note: "She has a twin.")
            ]
        )
        #expect(await world.model.children.count == 2)
        let part = try #require(await world.model.children.first)
        let page = try await world.openFile(of: part, as: visitor).text
        let position = try #require(page.firstMatch(of: /name="position" value="(\d+)"/)?.output.1)
        let back = ["position": String(position), "note": "It was her after all."]
        #expect(try await world.send("\(Paths.child(part))/identity/back", as: visitor, back).status == .seeOther)
        #expect(await world.model.children.count == 1)
        #expect(try await world.openFile(of: child, as: visitor).text.contains("taken back"))
        let again = Decision(.takenBack(position: await world.model.position), by: "sample.operator")
        _ = try await world.journal.decide(again)
        #expect(await world.model.children.count == 2)
        let standing = try await world.openFile(of: part, as: visitor).text
        #expect(standing.contains("different children, by sample.worker") && !standing.contains("taken back"))
    }

    @Test(
        "A record that may be this child's stands there with how it compares, and a person decides",
        arguments: [("same", 1), ("different", 2)]
    )
    func possibleRecord(verb: String, children: Int) async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        try await world.journal.tell(
            .healthAttended,
            from: "whiston-health",
            subject: "WH-7",
            at: "2016-01-03T12:00:00Z",
            child: ["givenName": "Adda", "familyName": "Example", "born": "2001-06-05"],
            data: ["setting": "emergency"]
        )
        #expect(await world.model.children.count == 2)
        let visitor = try await world.signedIn()
        let page = try await world.openFile(of: child, as: visitor).text
        #expect(page.contains("Possibly this child, too") && page.contains("Whiston Health WH-7"))
        #expect(page.contains("birth date: one slip apart (+"))
        let form = ["record": "whiston-health/WH-7", "note": "The hospital looked it up."]
        let path = "\(Paths.child(child))/identity/\(verb)"
        #expect(try await world.send(path, as: visitor, form).status == .seeOther)
        #expect(await world.model.children.count == children)
        let left = try #require(await world.model.children.first)
        #expect(try await !world.openFile(of: left, as: visitor).text.contains("Possibly this child, too"))
    }

    @Test("Small numbers are not shown", arguments: [(1, "Fewer than 5"), (4, "Fewer than 5"), (5, "5"), (12, "12")])
    func smallNumbers(count: Int, shown: String) async throws {
        let world = try World()
        await world.model.place((0..<count).map { .raised(Sample.alert("A-\($0)-0")) })
        let page = try await world.open("/numbers.csv", as: try await world.signedIn(role: .manager)).text
        #expect(page.contains("\"Agencies converge\",\"\(shown)\""))
    }

    @Test(
        "A note that is too long is refused whole, wherever it stands, and kept for whoever wrote it",
        arguments: ["/handover/accept", "/handover/offer", ":id/identity/different", "/alerts/A-9-0/note"]
    )
    func longNotes(path: String) async throws {
        let world = try World()
        let child = try await world.tellOfAda()
        let long = String(repeating: "x", count: 4_001)
        let fields = ["record": "whiston-health/WH-1", "to": "sample.other", "note": long]
        let path = path.replacing(":id", with: Paths.child(child))
        let response = try await world.send(path, as: try await world.signedIn(), fields)
        #expect(response.status == .contentTooLarge && response.text.contains(long))
        #expect(await world.journal.decisions.isEmpty)
    }
}
