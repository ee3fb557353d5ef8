import DaemonKit
import Desk
import Hummingbird
import HummingbirdTesting
import SafeguardingModel
import Testing

@Suite("Deciding")
struct DecisionTests {
    private func world() async throws -> (World, Visitor) {
        let world = try World()
        await world.model.place([.raised(Sample.alert())])
        return (world, try await world.signedIn())
    }

    @Test(
        "A form becomes exactly one decision, in the name of the account",
        arguments: [
            ("acknowledge", ["note": ""], Decision(.acknowledge(alert: "A-7-0"), by: "sample.worker")),
            (
                "acknowledge", ["note": " Mine. "],
                Decision(.acknowledge(alert: "A-7-0"), by: "sample.worker", note: "Mine.")
            ),
            (
                "progress", ["note": "Called."],
                Decision(.progress(alert: "A-7-0"), by: "sample.worker", note: "Called.")
            ),
            (
                "note", ["note": "One\r\ntwo \u{7}& <three>"],
                Decision(.note(alert: "A-7-0"), by: "sample.worker", note: "One\ntwo & <three>")
            ),
            (
                "close", ["outcome": "strategy discussion", "note": "Held today."],
                Decision(
                    .close(alert: "A-7-0", outcome: "strategy discussion"),
                    by: "sample.worker",
                    note: "Held today."
                )
            ),
        ]
    )
    func decisions(verb: String, fields: [String: String], expected: Decision) async throws {
        let (world, visitor) = try await world()
        // A field that no form of ours has is ignored: the session says who decided, and when.
        let more = ["by": "sample.other", "account": "sample.other", "role": "manager", "at": "2000-01-01"]
        let response = try await world.send(
            "/alerts/A-7-0/\(verb)",
            as: visitor,
            fields.merging(more) { own, _ in own }
        )
        #expect(response.status == .seeOther)
        #expect(response.headers[.location] == "/alerts/A-7-0?done=\(verb)")
        #expect(await world.journal.decisions == [expected])
    }

    @Test("A closed alert can be opened again, with a reason")
    func reopen() async throws {
        let world = try World()
        var alert = Sample.alert()
        alert.life = .closed(outcome: "assessment under way")
        await world.model.place([.handled(alert)])
        let visitor = try await world.signedIn()
        #expect(
            try await world.send("/alerts/A-7-0/reopen", as: visitor, ["note": "More came in."]).status == .seeOther
        )
        #expect(
            await world.journal.decisions == [
                Decision(.reopen(alert: "A-7-0"), by: "sample.worker", note: "More came in.")
            ]
        )
    }

    @Test("A form without the session's token, or with another's, does nothing", arguments: ["", "wrong", "other"])
    func csrf(token: String) async throws {
        let (world, visitor) = try await world()
        let other = try await world.signedIn("sample.other")
        let sent = Visitor(cookie: visitor.cookie, token: token == "other" ? other.token : token)
        #expect(try await world.send("/alerts/A-7-0/acknowledge", as: sent, [:]).status == .forbidden)
        #expect(
            try await world.send("/alerts/A-7-0/acknowledge", as: visitor, [:], withToken: false).status == .forbidden
        )
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test(
        "A form that another site made a browser send does nothing",
        arguments: [
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://example.org"),
        ]
    )
    func foreign(header: String, value: String) async throws {
        let (world, visitor) = try await world()
        let name = try #require(HTTPFields.Element.Name(header))
        let response = try await world.send("/alerts/A-7-0/acknowledge", as: visitor, [:], headers: [name: value])
        #expect(response.status == .forbidden)
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test(
        "Our own pages may send forms whatever way a browser names their origin",
        arguments: ["null", "http://localhost"]
    )
    func ownOrigin(origin: String) async throws {
        let (world, visitor) = try await world()
        let response = try await world.send("/alerts/A-7-0/acknowledge", as: visitor, [:], headers: [.origin: origin])
        #expect(response.status == .seeOther)
    }

    @Test(
        "A form with something missing or made up is the sender's slip, never our fault",
        arguments: [
            ("note", [:]), ("note", ["note": "   "]), ("close", ["outcome": "assessment under way"]),
            ("close", ["note": "Done."]),
            ("close", ["outcome": "no concern", "note": "Done."]), ("close", [:]),
        ] as [(String, [String: String])]
    )
    func missing(verb: String, fields: [String: String]) async throws {
        let (world, visitor) = try await world()
        #expect(try await world.send("/alerts/A-7-0/\(verb)", as: visitor, fields).status == .badRequest)
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test(
        "A body that is no form, is broken, or is too long is refused",
        arguments: [
            ("text/plain", "token=1", HTTPResponse.Status.badRequest), ("application/json", "{}", .badRequest),
            ("application/x-www-form-urlencoded", "note=%zz", .badRequest),
            ("application/x-www-form-urlencoded", "note=%ff", .badRequest),
            ("application/x-www-form-urlencoded", "note=1&note=2", .badRequest),
            ("application/x-www-form-urlencoded", "", .forbidden),
            ("application/x-www-form-urlencoded", String(repeating: "x", count: 40_000), .contentTooLarge),
            ("application/x-www-form-urlencoded", (0..<40).map { "f\($0)=1" }.joined(separator: "&"), .badRequest),
        ]
    )
    func bodies(type: String, body: String, status: HTTPResponse.Status) async throws {
        let (world, visitor) = try await world()
        let response = try await world.request(
            .post,
            "/alerts/A-7-0/note",
            as: visitor,
            headers: [.contentType: type],
            body: ByteBuffer(string: body)
        )
        #expect(response.status == status)
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test("A note that is too long comes back whole")
    func longNote() async throws {
        let (world, visitor) = try await world()
        let note = String(repeating: "word ", count: 801) + "end"
        let response = try await world.send("/alerts/A-7-0/note", as: visitor, ["note": note])
        #expect(response.status == .contentTooLarge)
        #expect(response.text.contains(note))
    }

    @Test("What somebody else did meanwhile is said, and nothing is done twice")
    func overtaken() async throws {
        let (world, visitor) = try await world()
        var alert = Sample.alert()
        alert.life = .acknowledged
        await world.model.place([.handled(alert)])
        let response = try await world.send("/alerts/A-7-0/acknowledge", as: visitor, ["note": "Mine."])
        #expect(response.status == .conflict)
        #expect(response.text.contains("Acknowledged") && response.text.contains("Mine."))
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test("When the aggregator cannot be reached, that is said and the words are kept")
    func unreachable() async throws {
        let (world, visitor) = try await world()
        await world.journal.setReachable(false)
        let response = try await world.send("/alerts/A-7-0/note", as: visitor, ["note": "A call from the home."])
        #expect(response.status == .serviceUnavailable)
        #expect(response.text.contains("A call from the home."))
    }

    @Test(
        "An alert or a deed that does not exist is not found",
        arguments: ["/alerts/A-9-9/note", "/alerts/A-7-0/delete"]
    )
    func unknown(path: String) async throws {
        let (world, visitor) = try await world()
        #expect(try await world.send(path, as: visitor, ["note": "x"]).status == .notFound)
        #expect(await world.journal.decisions.isEmpty)
    }

    @Test(
        "What may be done depends on how the alert stands",
        arguments: [
            (Alert.Life.new, ["acknowledge", "note", "close"]),
            (.acknowledged, ["take", "progress", "note", "close"]),
            (.inProgress, ["take", "note", "close"]), (.closed(outcome: "assessment under way"), ["note", "reopen"]),
        ]
    )
    func offered(life: Alert.Life, verbs: [String]) async throws {
        let world = try World()
        var alert = Sample.alert()
        alert.life = life
        await world.model.place([.handled(alert)])
        let page = try await world.open("/alerts/A-7-0", as: try await world.signedIn()).text
        let found = page.matches(of: /action="\/alerts\/A-7-0\/(\w+)"/).map { String($0.output.1) }
        #expect(found == verbs)
    }
}
