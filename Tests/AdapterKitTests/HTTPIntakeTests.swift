import AdapterKit
import BusProtocol
import DaemonKit
import Glibc
import SafeguardingModel
import ServiceLifecycle
import TestKit
import Testing

@Suite("The local address")
struct HTTPIntakeTests {
    private let world: AdapterWorld
    private let port = FreePort.next()

    init() throws { world = try AdapterWorld() }

    private func intake(_ bound: Latch = Latch(), port: Int? = nil) -> HTTPIntake {
        let postHandler = EventPostHandler(agency: AdapterWorld.agency, outbox: world.outbox, clock: world.clock)
        return HTTPIntake(
            address: HTTPAddress(host: "127.0.0.1", port: port ?? self.port),
            bodyBytes: 4_096,
            postHandler: postHandler,
            state: AdapterState(
                outbox: world.outbox,
                health: Health(program: "sample", clock: world.clock),
                link: { "connected" }
            ),
            notices: NoticeService(
                agency: AdapterWorld.agency,
                outbox: world.outbox,
                postHandler: postHandler,
                clock: world.clock
            ),
            bound: bound
        )
    }

    /// Opens the address, has a visitor come, and closes it.
    private func visited(_ visit: (HTTPClient) async throws -> Void) async throws {
        let bound = Latch()
        let serving = Task { [intake = intake(bound)] in try await intake.run() }
        await bound.wait()
        try await visit(HTTPClient(port: port))
        serving.cancel()
        try? await serving.value
    }

    private static let json = "Content-Type: application/json"

    @Test("An event is accepted with 202, and is in the outbox")
    func accepted() async throws {
        try await visited { client in
            let type = "Content-Type: application/cloudevents+json; charset=utf-8"
            let answer = try await client.ask("POST", "/events", postedEvent("E-1"), headers: [type])
            #expect(answer.status == 202 && answer.json["events"]?.array?.first?["outcome"]?.string == "accepted")
        }
        #expect(try await world.events() == ["concern.observed E-1"])
    }

    @Test("A body beyond the limit, and one that does not say what it is, are refused in words")
    func refused() async throws {
        try await visited { client in
            let large = String(repeating: " ", count: 5_000) + postedEvent("E-1")
            let answer = try await client.ask("POST", "/events", large, headers: [Self.json])
            #expect(answer.status == 413 && answer.json["code"]?.string == "too-large")
            for type in [["Content-Type: text/plain"], ["Content-Type: application/x-www-form-urlencoded"], []] {
                let answer = try await client.ask("POST", "/events", postedEvent("E-1"), headers: type)
                #expect(answer.status == 415 && answer.json["message"]?.string?.contains("application/json") == true)
            }
        }
        #expect(try await world.events() == [])
    }

    @Test("A page in a browser gets nowhere, under whatever name it reached this machine")
    func browsers() async throws {
        try await visited { client in
            for headers in [["Origin: https://example.com"], ["Origin: null"], ["Host: rebound.example:7411"]] {
                let posted = try await client.ask("POST", "/events", postedEvent("E-1"), headers: headers + [Self.json])
                let asked = try await client.ask("GET", "/notices", headers: headers)
                #expect(posted.status == 403 && asked.status == 403)
            }
        }
        #expect(try await world.events() == [])
    }

    @Test(
        "A name that somebody else had pointed at this machine is not ours",
        arguments: [
            ("127.0.0.1:7411", true), ("localhost:7411", true), ("localhost", true), ("[::1]:7411", true),
            ("[::1]", true), ("rebound.example:7411", false), ("127.0.0.1.rebound.example", false),
            ("localhost.rebound.example", false),
        ]
    )
    func names(authority: String, isOurs: Bool) {
        #expect(HTTPAddress(host: "127.0.0.1", port: 7411).isNamed(authority) == isOurs)
        #expect(HTTPAddress(host: "10.0.0.5", port: 7411, isOutside: true).isNamed(authority))
    }

    @Test("What is in the outbox, which files were read and what was noticed can be asked for")
    func state() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await world.poll()
        try await world.outbox.keep(.init(number: 4, json: Array(#"{"kind":"receipt"}"#.utf8)), at: world.clock.now)
        try await visited { client in
            let outbox = try await client.ask("GET", "/outbox").json
            #expect(outbox["pending"]?.integer == 1 && outbox["link"]?.string == "connected")
            #expect(outbox["oldest"]?.string == "2016-01-04T12:00:05Z")
            let file = try await client.ask("GET", "/files").json.array?.first
            #expect(file?["name"]?.string == "notes_1.csv" && file?["published"]?.integer == 1)
            #expect(try await client.ask("GET", "/notices").json.array?.first?["number"]?.integer == 4)
            #expect(try await client.ask("GET", "/notices?after=4").json == .array([]))
        }
    }

    @Test("A daemon that is not serving says so by its status, and what is not there is not there")
    func health() async throws {
        try await visited { client in
            let answer = try await client.ask("GET", "/health")
            #expect(answer.status == 503 && answer.json["state"]?.string == "starting")
            for path in ["/events", "/../outbox"] {
                let status = try await client.ask("GET", path).status
                #expect((400..<500).contains(status))
            }
        }
    }

    @Test("A port that another program has is a sentence with what to do")
    func taken() async throws {
        let other = SampleAddress.listening()
        let taken = intake(port: other.port)
        let error = await #expect(throws: (any Error).self) { try await taken.run() }
        close(other.descriptor)
        #expect("\(try #require(error))".hasPrefix("127.0.0.1:\(other.port) is in use by another program"))
    }
}
