import Testing

@testable import ZeroMQ

/// The behaviour of libzmq by itself.
///
/// Each fact here is a reason for something in the factory, and will tell if it changes.
@Suite("libzmq without our factory", .timeLimit(.minutes(2)))
struct PlainLibraryTests {
    struct Case: CustomTestStringConvertible {
        let handler: Bool, domain: Bool, enforce: Bool, isOpen: Bool
        var testDescription: String {
            "\(handler ? "denying" : "no") handler, \(domain ? "" : "no ")domain, \(enforce ? "" : "not ")enforced: "
                + (isOpen ? "OPEN" : "closed")
        }
    }

    @Test(
        "lets any key in unless a domain is set, and enforced or asked about",
        arguments: [
            Case(handler: false, domain: false, enforce: false, isOpen: true),
            Case(handler: false, domain: false, enforce: true, isOpen: true),
            Case(handler: false, domain: true, enforce: false, isOpen: true),
            Case(handler: false, domain: true, enforce: true, isOpen: false),
            Case(handler: true, domain: false, enforce: false, isOpen: false),
            Case(handler: true, domain: false, enforce: true, isOpen: true),
            Case(handler: true, domain: true, enforce: false, isOpen: false),
            Case(handler: true, domain: true, enforce: true, isOpen: false),
        ]
    )
    func failsOpen(example: Case) throws {
        let context = try Context()
        let authenticator =
            example.handler
            ? try ZAPAuthenticator(context: context) { _ in .deny(reason: "nobody") } : nil
        let (serverKeys, clientKeys) = (CurveKeyPair.generate(), CurveKeyPair.generate())
        let server = try Socket(.router, context: context, protection: .waived)
        try server.set(.curveServer, true)
        try server.set(.curveSecretKey, serverKeys.secretKey)
        if example.domain { try server.set(.zapDomain, "gateway") }
        if example.enforce { try server.set(.zapEnforceDomain, true) }
        try server.bind("tcp://127.0.0.1:*")

        let client = try SecureSocketFactory(context: context)
            .client(.dealer, keys: clientKeys, server: serverKeys.publicKey)
        try client.connect(try server.lastEndpoint)
        try client.set(.sendTimeout, example.isOpen ? patience : silence)
        try? client.send([[1]])
        let received = try server.receive(timeout: example.isOpen ? patience : silence)
        #expect((received != nil) == example.isOpen)
        withExtendedLifetime(authenticator) {}
    }

    @Test("believes the name that an unencrypted peer writes into its own greeting")
    func forgedName() throws {
        let server = try Socket(.router, context: try Context(), protection: .waived)
        try server.bind("tcp://127.0.0.1:*")
        let peer = try RawPeer(port: try server.port)
        peer.write(RawPeer.greeting("NULL"))
        peer.read(64)  // A peer that does not wait for the answers is cut off now and then.
        peer.write(RawPeer.ready([("User-Id", "police")]))
        peer.read(2)
        peer.write([0, 1, 42])
        let received = try server.expectMessage()
        #expect(received.frames.last == [42])
        #expect(received.userID == "police")
        withExtendedLifetime(peer) {}
    }

    @Test(
        "takes what follows a message whose receiver has died for its rest, until a last frame comes",
        arguments: [true, false]
    )
    func deathInMidMessage(isFinished: Bool) throws {
        let (more, last): (Int32, Int32) = (3, 1)  // Both without waiting, the first with more to come.
        let context = try Context()
        let sender = try Socket(.push, context: context)
        try sender.bind("inproc://dying")
        do {
            let dying = try Socket(.pull, context: context)
            try dying.connect("inproc://dying")
            #expect(sender.push([1], flags: more) == 0)
        }
        let heir = try Socket(.pull, context: context)
        try heir.connect("inproc://dying")
        try heir.expectSilence()
        // libzmq either says so or swallows it in silence, depending on how far the death has gone.
        #expect([0, ZeroMQError.Code.tryAgain.rawValue].contains(sender.push([2], flags: more)))
        if isFinished { #expect(sender.push([3], flags: last) == 0) }

        #expect(try sender.trySend([[9]]))
        #expect(try heir.receive(timeout: silence)?.frames == (isFinished ? [[9]] : nil))
    }

    @Test("loses the first frame's name once it was polled for, which the last frame keeps")
    func lastFrame() throws {
        let world = try World()
        let server = try world.boundServer()
        let client = try world.client(to: try server.lastEndpoint)
        for _ in 0..<20 {
            try client.sendPatiently([[1], [2]])
            #expect(try server.receive(timeout: patience)?.userID == "police", "polled for")
            try client.sendPatiently([[1]])
            var received: Received?
            while received == nil { received = try server.tryReceive() }
            #expect(received?.userID == "police", "not polled for")
        }
    }
}
