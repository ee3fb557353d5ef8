import Testing

@testable import ZeroMQ

@Suite("The secure factory")
struct FactoryTests {
    @Test("a server carries every protection")
    func server() throws {
        let world = try World()
        let socket = try world.freshServer()
        #expect(try socket.get(.curveServer))
        #expect(try socket.get(.mechanism) == 2)
        #expect(try socket.get(.zapDomain) == "gateway")
        #expect(try socket.get(.zapEnforceDomain))
        try expectLimits(socket)
    }

    @Test("a client carries every protection")
    func client() throws {
        let world = try World()
        let socket = try world.freshClient()
        #expect(try socket.get(.mechanism) == 2)
        #expect(try socket.get(.curveServerKey) == world.server.publicKey)
        #expect(try socket.get(.curvePublicKey) == world.police.publicKey)
        #expect(try socket.get(.immediate))
        try expectLimits(socket)
    }

    private func expectLimits(_ socket: borrowing Socket) throws {
        #expect(try socket.get(.maxMessageSize) == 1 << 20)
        #expect(try socket.get(.sendHighWater) == 1000)
        #expect(try socket.get(.receiveHighWater) == 200)
        #expect(try socket.get(.backlog) == 128)
        #expect(try socket.get(.heartbeatInterval) == .seconds(5))
        #expect(try socket.get(.heartbeatTimeout) == .seconds(15))
        #expect(try socket.get(.heartbeatLifetime) == .seconds(15))
        #expect(try socket.get(.handshakeInterval) == .seconds(5))
        #expect(try socket.get(.connectTimeout) == .seconds(5))
        #expect(try socket.get(.reconnectInterval) == .milliseconds(100))
        #expect(try socket.get(.reconnectIntervalMaximum) == .seconds(30))
        #expect(try socket.get(.linger) == .zero)
        #expect(try socket.get(.routingID).isEmpty)
    }

    @Test(
        "a socket made elsewhere reaches nothing outside the process",
        arguments: [
            "tcp://127.0.0.1:*", "tcp://*:7400", "ipc:///tmp/open.sock", "TCP://127.0.0.1:7400", " inproc://x",
        ]
    )
    func plainSockets(endpoint: String) throws {
        let socket = try Socket(.router, context: try Context())
        expectError(.notPermitted) { try socket.bind(endpoint) }
        expectError(.notPermitted) { try socket.connect(endpoint) }
    }

    @Test("only sockets that an authenticator guards say who sent a message")
    func namesPeers() throws {
        let world = try World()
        #expect(Protection.server(world.authenticator).namesPeers)
        #expect(!Protection.client.namesPeers)
        #expect(!Protection.none.namesPeers)
    }

    @Test("a server does not connect, and a client does not bind")
    func directions() throws {
        let world = try World()
        let server = try world.freshServer()
        let client = try world.freshClient()
        expectError(.notPermitted) { try server.connect("tcp://127.0.0.1:7400") }
        expectError(.notPermitted) { try client.bind("tcp://127.0.0.1:*") }
    }

    @Test("nobody takes a protection away again")
    func sealed() throws {
        let world = try World()
        let socket = try world.freshServer()
        expectError(.notPermitted) { try socket.set(.curveServer, false) }
        expectError(.notPermitted) { try socket.set(.zapDomain, "") }
        expectError(.notPermitted) { try socket.set(.zapEnforceDomain, false) }
        expectError(.notPermitted) { try socket.set(.routerHandover, true) }
        let client = try world.freshClient()
        expectError(.notPermitted) { try client.set(.curveServerKey, world.health.publicKey) }
        expectError(.notPermitted) { try client.set(.curveSecretKey, world.health.secretKey) }
    }

    @Test("no server is made or bound once the authenticator has stopped")
    func noAuthenticator() throws {
        let world = try World()
        let made = try world.freshServer()
        world.authenticator.stop()
        expectError(.timedOut) { _ = try world.freshServer() }
        expectError(.timedOut) { try made.bind("tcp://127.0.0.1:*") }
    }

    @Test("an authenticator of another context protects nothing, and is refused")
    func otherContext() throws {
        let (world, other) = (try World(), try World())
        expectError(.notPermitted) {
            _ = try world.factory().server(
                .router,
                keys: world.server,
                domain: "gateway",
                authenticator: other.authenticator
            )
        }
    }

    @Test("a server without a domain, or with limits nobody can keep, is refused")
    func badArguments() throws {
        let world = try World()
        expectError(.invalid) {
            _ = try world.factory().server(.router, keys: world.server, domain: "", authenticator: world.authenticator)
        }
        expectError(.invalid) { _ = try world.freshServer { $0.maxMessageSize = 275 } }
    }
}
