import Testing

@testable import ZeroMQ

@Suite("Nobody comes in who should not", .timeLimit(.minutes(3)))
struct AdmissionTests {
    @Test("a server of the factory stays closed when its authenticator has gone")
    func authenticatorGone() throws {
        let world = try World()
        let server = try world.boundServer()
        world.authenticator.stop()
        try expectKeptOut(try world.client(to: try server.lastEndpoint), of: server)
    }

    @Test(
        "an unknown key, another server's key and an unencrypted client are all kept out, and the next one comes in",
        arguments: ["unknown key", "wrong server key", "unencrypted", "unencrypted with a name"]
    )
    func keptOut(attempt: String) throws {
        let world = try World()
        let server = try world.boundServer()
        let endpoint = try server.lastEndpoint
        switch attempt {
        case "unknown key": try expectKeptOut(try world.client(keys: .generate(), to: endpoint), of: server)
        case "wrong server key":
            try expectKeptOut(try world.client(server: world.health.publicKey, to: endpoint), of: server)
        case "unencrypted":
            let client = try Socket(.dealer, context: world.context, protection: .waived)
            try client.set(.immediate, true)
            try client.connect(endpoint)
            try expectKeptOut(client, of: server)
        default:
            let peer = try RawPeer(port: try server.port)
            peer.write(RawPeer.greeting("NULL"))
            peer.write(RawPeer.ready([("User-Id", "police")]) + [0, 1, 42])
            #expect(peer.isCutOff())
            try server.expectSilence()
        }
        let honest = try world.client(to: endpoint)
        try honest.sendPatiently([[7]])
        #expect(try server.expectMessage().userID == "police")
    }

    private func expectKeptOut(_ client: borrowing Socket, of server: borrowing Socket) throws {
        try client.set(.sendTimeout, silence)
        expectError(.tryAgain) { try client.send([[1]]) }
        try server.expectSilence()
    }

    @Test(
        "a peer of an older protocol, which knows no encryption, is cut off",
        arguments: [
            ("ZMTP 1.0, unnamed", [1, 0] as [UInt8]),
            ("ZMTP 1.0, long form", [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0]),
            ("ZMTP 2.0 dealer", [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 5, 0, 0]),
            ("ZMTP 3.0 PLAIN", RawPeer.greeting("PLAIN")),
            ("ZMTP 3.0 nonsense", RawPeer.greeting("NOSUCH")),
            ("HTTP", Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)),
            ("noise", Array(repeating: 0xAA, count: 4096)),
        ]
    )
    func downgrade(name: String, greeting: [UInt8]) throws {
        let world = try World()
        let server = try world.boundServer(limits: { $0.handshakeInterval = .milliseconds(500) })
        let peer = try RawPeer(port: try server.port)
        peer.write(greeting)
        peer.write([0, 6] + Array("police".utf8))
        #expect(peer.isCutOff(), "\(name)")
        try server.expectSilence()
    }

    @Test(
        "the same peers are heard by a server without encryption, so there must be none",
        arguments: [
            [1, 0, 7, 0] + Array("forged".utf8) as [UInt8],
            [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 5, 0, 0, 0, 6] + Array("forged".utf8),
        ]
    )
    func downgradeSucceedsWithoutEncryption(bytes: [UInt8]) throws {
        let server = try Socket(.router, context: try Context(), protection: .waived)
        try server.bind("tcp://127.0.0.1:*")
        let peer = try RawPeer(port: try server.port)
        peer.write(bytes)
        #expect(try server.expectMessage().frames.last == Frame(text: "forged"))
        withExtendedLifetime(peer) {}
    }

    @Test("a second peer that takes another's routing id neither speaks nor listens in its place")
    func squatting() throws {
        let world = try World()
        let server = try world.boundServer()
        let police = try namedClient(world, world.police, to: server)
        try police.sendPatiently([[1]])
        let first = try server.expectMessage()
        #expect(first.userID == "police")

        let health = try namedClient(world, world.health, to: server)
        try health.sendPatiently([[2]])
        try server.expectSilence()
        try server.send([Frame(text: "same name"), [3]])
        #expect(try police.expectMessage().frames == [[3]])
        try health.expectSilence()
    }

    @Test("without our factory's rule the second one would take over")
    func takeover() throws {
        let world = try World()
        let server = try world.freshServer()
        try server.setUnguarded(.routerHandover, true)
        try server.bind("tcp://127.0.0.1:*")
        let police = try namedClient(world, world.police, to: server)
        try police.sendPatiently([[1]])
        _ = try server.expectMessage()
        let health = try namedClient(world, world.health, to: server)
        try health.sendPatiently([[2]])
        let second = try server.expectMessage()
        #expect(second.userID == "health", "at least the name is true")
        try server.send([Frame(text: "same name"), [3]])
        #expect(try health.expectMessage().frames == [[3]], "what was meant for the police")
    }

    private func namedClient(_ world: World, _ keys: CurveKeyPair, to server: borrowing Socket) throws -> Socket {
        let client = try world.freshClient(keys: keys)
        try client.setUnguarded(.routingID, Frame(text: "same name"))
        try client.connect(try server.lastEndpoint)
        return client
    }

    @Test("each peer has its own name, whatever it writes")
    func names() throws {
        let world = try World()
        let server = try world.boundServer()
        let police = try world.client(keys: world.police, to: try server.lastEndpoint)
        let health = try world.client(keys: world.health, to: try server.lastEndpoint)
        for number in 0..<50 {
            try police.sendPatiently(Multipart(texts: "police", "\(number)"))
            try health.sendPatiently(Multipart(texts: "police", "\(number)"))
        }
        var counts: [String: Int] = [:]
        for _ in 0..<100 { counts[try server.expectMessage().userID ?? "nobody", default: 0] += 1 }
        #expect(counts == ["police": 50, "health": 50])
    }

    @Test("revoking a key does not end its live connection: the name must be checked for each message")
    func revocation() throws {
        let world = try World()
        let server = try world.boundServer()
        let police = try world.client(to: try server.lastEndpoint)
        try police.sendPatiently([[1]])
        let before = try server.expectMessage()
        #expect(world.policy.stillAdmits(before.userID))

        world.policy.revoke(world.police.publicKey)
        try police.sendPatiently([[2]])
        let after = try server.expectMessage()
        #expect(after.userID == "police", "libzmq delivers it")
        #expect(!world.policy.stillAdmits(after.userID), "and the name lets the caller drop it")
    }

    @Test("revoked peers are thrown out by making the server anew at the same port, and stay out")
    func rebind() async throws {
        let world = try World()
        var server = try world.boundServer()
        let endpoint = try server.lastEndpoint
        let police = try world.client(to: endpoint)
        let health = try world.client(keys: world.health, to: endpoint)
        try police.sendPatiently([[1]])
        try health.sendPatiently([[1]])
        _ = (try server.expectMessage(), try server.expectMessage())

        world.policy.revoke(world.police.publicKey)
        server = try world.freshServer()
        try await bindPatiently(server, endpoint)
        #expect(await world.denials.wait { !$0.isEmpty })
        try health.sendPatiently([[2]])
        #expect(try server.expectMessage().userID == "health")
        #expect(try police.trySend([[2]]) == false)
    }

    /// The port becomes free a moment after the old server has closed.
    private func bindPatiently(_ server: borrowing Socket, _ endpoint: String) async throws {
        let deadline = ContinuousClock.now + patience
        while true {
            do { return try server.bind(endpoint) } catch {
                guard error.isRetriable, ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}
