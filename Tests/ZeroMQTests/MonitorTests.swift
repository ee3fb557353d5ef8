import Testing

@testable import ZeroMQ

@Suite("The monitor tells what is wrong with a connection", .timeLimit(.minutes(2)))
struct MonitorTests {
    enum Trouble: CaseIterable { case none, unknownKey, wrongServerKey, nobodyThere }

    @Test(
        "an adapter can tell connected, denied, refused and unreachable apart",
        arguments: [
            (Trouble.none, ConnectionState.connected), (.unknownKey, .denied(status: 400)), (.wrongServerKey, .refused),
            (.nobodyThere, .unreachable),
        ]
    )
    func diagnosis(trouble: Trouble, expected: ConnectionState) async throws {
        let world = try World()
        let loop = PollLoop(name: "monitor")
        defer { loop.stop() }
        let server = Observed(try world.freshServer(), on: loop)
        try await server.start()
        let endpoint = try await server.bind()

        let keys = trouble == .unknownKey ? CurveKeyPair.generate() : world.police
        let serverKey = trouble == .wrongServerKey ? world.health.publicKey : world.server.publicKey
        let client = Observed(try world.freshClient(keys: keys, server: serverKey), on: loop)
        try await client.start()
        try await client.connect(trouble == .nobodyThere ? "tcp://127.0.0.1:1" : endpoint)

        #expect(await client.events.wait { Self.state(after: $0) == expected })
        switch trouble {
        case .none: #expect(await server.events.wait { $0.contains(.handshakeSucceeded) })
        case .unknownKey: #expect(await server.events.wait { $0.contains(.handshakeDenied(status: 400)) })
        case .wrongServerKey: #expect(await server.events.wait { $0.contains(.handshakeBroken(.cryptographic)) })
        case .nobodyThere: #expect(server.events.all == [.listening])
        }
    }

    @Test("a server that takes connections and says nothing is told apart from one with another key")
    func frozen() async throws {
        let world = try World()
        let loop = PollLoop(name: "monitor")
        defer { loop.stop() }
        // The kernel takes connections for whoever listens, also for a process that is stopped.
        let frozen = try SilentListener()
        let client = Observed(try world.freshClient { $0.handshakeInterval = .milliseconds(300) }, on: loop)
        try await client.start()
        try await client.connect("tcp://127.0.0.1:\(frozen.port)")
        #expect(await client.events.wait { Self.state(after: $0) == .silent })
    }

    private static func state(after events: [SocketEvent]) -> ConnectionState {
        var diagnosis = ConnectionDiagnosis()
        for event in events { _ = diagnosis.apply(event) }
        return diagnosis.state
    }

    @Test("a server sees an unencrypted client as a mismatch of mechanisms")
    func mismatch() async throws {
        let world = try World()
        let loop = PollLoop(name: "monitor")
        defer { loop.stop() }
        let server = Observed(try world.freshServer(), on: loop)
        try await server.start()
        let endpoint = try await server.bind()
        let client = try Socket(.dealer, context: world.context, protection: .waived)
        try client.connect(endpoint)
        #expect(await server.events.wait { $0.contains(.handshakeBroken(.mechanismMismatch)) })
    }

    @Test("a denied client gives up for good; reconnecting lets it in once it is known")
    func deniedThenAdmitted() async throws {
        let world = try World()
        let loop = PollLoop(name: "monitor")
        defer { loop.stop() }
        let server = Observed(try world.freshServer(), on: loop)
        try await server.start()
        let endpoint = try await server.bind()
        let newcomer = CurveKeyPair.generate()
        let client = Observed(try world.freshClient(keys: newcomer), on: loop)
        try await client.start()
        try await client.connect(endpoint)
        #expect(await client.events.wait { Self.state(after: $0).needsReconnect })

        world.policy.admit(newcomer.publicKey, as: "education")
        try await Task.sleep(for: silence)
        #expect(!client.events.all.contains(.handshakeSucceeded), "by itself it tries no more")
        try await client.reconnect(endpoint)
        #expect(await client.events.wait { Self.state(after: $0) == .connected })
        #expect(try await client.send([[1]]))
        #expect(await server.messages.wait { $0.first?.userID == "education" })
    }

    @Test("a lost connection is reported, and its return")
    func lost() async throws {
        let world = try World()
        let loop = PollLoop(name: "monitor")
        defer { loop.stop() }
        var server: Observed? = Observed(try world.freshServer(), on: loop)
        let endpoint = try #require(try await server?.bind())
        let client = Observed(try world.freshClient(), on: loop)
        try await client.start()
        try await client.connect(endpoint)
        #expect(await client.events.wait { Self.state(after: $0) == .connected })
        server = nil
        #expect(await client.events.wait { $0.contains(.disconnected) })
        #expect(await client.events.wait { Self.state(after: $0) == .unreachable })
    }

    @Test("monitors and sockets go in any order, under way, without holding anything up")
    func teardown() async throws {
        let world = try World()
        let loop = PollLoop(name: "monitor")
        defer { loop.stop() }
        let server = Observed(try world.freshServer(), on: loop)
        let endpoint = try await server.bind()
        for round in 0..<40 {
            let client = Observed(try world.freshClient(), on: loop)
            try await client.start()
            try await client.connect(endpoint)
            if round % 2 == 0 { await client.stopMonitor() }
            if round % 3 == 0 { try await client.start() }
        }
        let last = try world.client(to: endpoint)
        try await server.start()
        try last.sendPatiently([[1]])
        #expect(await server.messages.wait { !$0.isEmpty })
    }

    @Test("a monitor that nobody reads for a long time does not stop the connections")
    func unread() throws {
        let world = try World()
        let server = try world.freshServer()
        let reader = try MonitorReader(server.handle) { _ in }
        try server.bind("tcp://127.0.0.1:*")
        // Each makes two events or more; libzmq's default queue would be full after some thousand.
        for _ in 0..<1500 { _ = try RawPeer(port: try server.port) }
        let client = try world.client(to: try server.lastEndpoint)
        try client.sendPatiently([[1]])
        #expect(try server.expectMessage().userID == "police")
        withExtendedLifetime(reader) {}
    }

    @Test("each state has its own words for the operator")
    func words() {
        let states: [ConnectionState] = [.connecting, .connected, .unreachable, .denied(status: 400), .refused, .lost]
        #expect(Set(states.map(\.description)).count == states.count)
    }
}
