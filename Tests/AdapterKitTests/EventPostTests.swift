import AdapterKit
import BusProtocol
import DaemonKit
import EventFormat
import SafeguardingModel
import Testing

/// A made-up event as an agency's own system would post it.
func postedEvent(_ id: String, source: String = "/sample-agency/casebook", indicator: String = "gifts") -> String {
    """
    {"specversion":"1.0","id":"\(id)","source":"\(source)","type":"referralbus.v1.concern.observed",\
    "time":"2016-01-04T10:00:00Z","recordedtime":"2016-01-04T11:00:00Z","subject":"C-1",\
    "data":{"child":{"localAuthorityId":"C-1"},"indicators":["\(indicator)"]}}
    """
}

@Suite("Events that are posted")
struct EventPostTests {
    private let world: AdapterWorld
    private let postHandler: EventPostHandler

    init() throws {
        world = try AdapterWorld(limits: OutboxLimits(events: 10, bytes: 1 << 20))
        postHandler = EventPostHandler(agency: AdapterWorld.agency, outbox: world.outbox, clock: world.clock)
    }

    private func take(_ text: String, areLines: Bool = false) async -> EventPostHandler.Reply {
        await postHandler.take(Array(text.utf8), areLines: areLines)
    }

    private func outcomes(_ reply: EventPostHandler.Reply) -> [String] {
        reply.body["events"]?.array?.map { "\($0["id"]?.string ?? "") \($0["outcome"]?.string ?? "")" } ?? []
    }

    @Test(
        "One event, an array, and one a line are all understood",
        arguments: [
            (postedEvent("E-1"), 1), (" \n" + postedEvent("E-1") + "\n", 1),
            ("[\(postedEvent("E-1")),\n \(postedEvent("E-2"))]", 2),
            ("\(postedEvent("E-1"))\n\(postedEvent("E-2"))\n", 2),
            ("\(postedEvent("E-1"))\r\n\n\(postedEvent("E-2"))", 2),
            (postedEvent("E-1").replacing(",", with: ",\n  "), 1),
        ]
    )
    func shapes(body: String, count: Int) async throws {
        let reply = await take(body)
        #expect(reply.status == 202)
        #expect(outcomes(reply) == (1...count).map { "E-\($0) accepted" })
        #expect(try await world.events().count == count)
    }

    @Test("A summary that blames the child is taken, and the answer says where and not what")
    func wording() async throws {
        let health = Health(program: "sample", clock: world.clock)
        let postHandler = EventPostHandler(
            agency: AdapterWorld.agency,
            outbox: world.outbox,
            clock: world.clock,
            health: health
        )
        let text = postedEvent("E-1").replacing(
            #""indicators""#,
            with: #""summary":"She makes lifestyle choices.","indicators""#
        )
        let reply = await postHandler.take(Array(text.utf8))
        #expect(reply.status == 202)
        let warning = reply.body["events"]?.array?.first?["warnings"]?.array?.first
        #expect(warning?["code"]?.string == "blaming-words" && warning?["path"]?.string == "$.data.summary")
        #expect(!reply.body.text.contains("lifestyle"))
        #expect(health.document()["facts"]?["blamingTexts"] == .integer(1))
    }

    @Test("What is accepted is in the outbox before the answer, byte for byte as it came")
    func durable() async throws {
        let text = postedEvent("E-1").replacing(",", with: " ,  ")
        #expect(await take(text).status == 202)
        try world.restart()
        let pending = try await world.outbox.pending(after: 0, limit: 10)
        #expect(pending.map { String(decoding: $0.body, as: UTF8.self) } == [text])
    }

    @Test("The same again is a duplicate however it is spelled; the same id with other content is refused")
    func again() async throws {
        _ = await take(postedEvent("E-1"))
        let spelled = postedEvent("E-1").replacing(",", with: ", ")
        #expect(await outcomes(take(spelled)) == ["E-1 duplicate"])
        let reply = await take(postedEvent("E-1", indicator: "unknown-car"))
        #expect(reply.status == 422)
        #expect(reply.body["events"]?.array?.first?["code"]?.string == "same-id-other-content")
        #expect(try await world.events().count == 1)
    }

    @Test("A bad event among good ones is refused alone, with code, path and sentence")
    func mixed() async throws {
        let bad = postedEvent("E-2").replacing("concern.observed", with: "concern.obsered")
        let reply = await take("[\(postedEvent("E-1")),\(bad),7,\(postedEvent("E-3"))]")
        #expect(reply.status == 422)
        #expect(outcomes(reply) == ["E-1 accepted", "E-2 refused", " refused", "E-3 accepted"])
        let refusal = try #require(reply.body["events"]?.array?.dropFirst().first)
        #expect(refusal["code"]?.string == "unknown-type" && refusal["path"]?.string == "$.type")
        #expect(reply.body["accepted"]?.integer == 2 && reply.body["refused"]?.integer == 2)
        #expect(try await world.events().count == 2)
    }

    @Test("Another agency's source is refused", arguments: ["/other-agency/x", "/sample-agency-2/x", "sample-agency"])
    func source(source: String) async throws {
        let reply = await take(postedEvent("E-1", source: source))
        #expect(reply.status == 422)
        #expect(reply.body["events"]?.array?.first?["path"]?.string == "$.source")
        #expect(try await world.events() == [])
    }

    @Test(
        "A body that is no JSON is a bad request and takes nothing",
        arguments: ["", "  ", "hello", "[", "[]", "{\"a\":", "{}{"]
    )
    func noJSON(body: String) async throws {
        let reply = await take(body)
        #expect(reply.status == 400 || reply.status == 422)
        #expect(try await world.events() == [])
    }

    @Test("Lines that are announced as lines are refused one by one")
    func lines() async throws {
        let reply = await take("nonsense\n\(postedEvent("E-1"))\n", areLines: true)
        #expect(reply.status == 422 && outcomes(reply) == [" refused", "E-1 accepted"])
    }

    @Test("Without room nothing of a body is taken, and the answer says to come again")
    func bound() async throws {
        let events = (1...11).map { postedEvent("E-\($0)") }.joined(separator: ",")
        let reply = await take("[\(events)]")
        #expect(reply.status == 503 && reply.body["code"]?.string == "no-room")
        #expect(try await world.events() == [])
        #expect(await take(postedEvent("E-1")).status == 202)
    }

    @Test("An identifier that fails its check digit is taken with a warning")
    func warning() async throws {
        let text = postedEvent("E-1").replacing("\"localAuthorityId\":\"C-1\"", with: "\"nhsNumber\":\"9990000011\"")
        let reply = await take(text)
        #expect(reply.status == 202)
        #expect(reply.body["events"]?.array?.first?["warnings"]?.array?.first?["code"]?.string == "check-digit")
    }
}
