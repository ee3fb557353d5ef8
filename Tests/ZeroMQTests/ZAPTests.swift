import Testing

@testable import ZeroMQ

@Suite("The authenticator", .timeLimit(.minutes(2)))
struct ZAPTests {
    @Test("is told who knocks where, with which key")
    func request() throws {
        let context = try Context()
        let requests = Recorder<ZAPRequest>()
        let authenticator = try ZAPAuthenticator(context: context) { request in
            requests.add(request)
            return .allow(userID: "police")
        }
        let (serverKeys, clientKeys) = (CurveKeyPair.generate(), CurveKeyPair.generate())
        let factory = SecureSocketFactory(context: context)
        let server = try factory.server(.pull, keys: serverKeys, domain: "gateway", authenticator: authenticator)
        try server.bind("tcp://127.0.0.1:*")
        let client = try factory.client(.push, keys: clientKeys, server: serverKeys.publicKey)
        try client.connect(try server.lastEndpoint)
        try client.sendPatiently([[1]])
        _ = try server.expectMessage()

        let request = try #require(requests.all.first)
        #expect(request.domain == "gateway")
        #expect(request.address == "127.0.0.1")
        #expect(request.mechanism == "CURVE")
        #expect(request.publicKey == clientKeys.publicKey)
        #expect((authenticator.admissions, authenticator.denials, authenticator.failures) == (1, 0, 0))
    }

    @Test("counts and reports each one it keeps out, with key, address and reason")
    func denial() async throws {
        let world = try World()
        let server = try world.boundServer()
        let stranger = CurveKeyPair.generate()
        let client = try world.client(keys: stranger, to: try server.lastEndpoint)
        #expect(await world.denials.wait { !$0.isEmpty })
        let denial = try #require(world.denials.all.first)
        #expect(denial.request.publicKey == stranger.publicKey)
        #expect(denial.request.address == "127.0.0.1")
        #expect(denial.reason == "unknown key")
        #expect(denial.count == 1)
        #expect(world.authenticator.denials == 1)
        #expect(try client.trySend([[1]]) == false)
        try server.expectSilence()
    }

    @Test("is proven to answer by its self test, which fails where there is none")
    func selfTest() throws {
        let world = try World()
        try ZAPAuthenticator.selfTest(in: world.context)
        try world.authenticator.requireAnswering()
        let bare = try Context()
        expectError(.timedOut) { try ZAPAuthenticator.selfTest(in: bare, timeout: .milliseconds(100)) }
        world.authenticator.stop()
        expectError(.timedOut) { try ZAPAuthenticator.selfTest(in: world.context, timeout: .milliseconds(100)) }
    }

    @Test(
        "someone else in its place who only repeats or stays silent does not pass the self test",
        arguments: [true, false]
    )
    func impostor(isTalking: Bool) async throws {
        let context = try Context()
        let impostor = try Socket(.rep, context: context)
        try impostor.bind(ZAP.endpoint)
        let loop = PollLoop(name: "impostor")
        defer { loop.stop() }
        let echo = Echo(loop: loop, socket: impostor)
        if isTalking { await echo.start() }
        let limit = isTalking ? patience : .milliseconds(100)
        expectError(.timedOut) { try ZAPAuthenticator.selfTest(in: context, timeout: limit) }
        expectError(.addressInUse) { _ = try ZAPAuthenticator(context: context) { _ in .allow(userID: "x") } }
    }

    @Test(
        "does not give a name that would arrive as another",
        arguments: [
            "", "police\0", "\0", String(repeating: "a", count: 256),
        ]
    )
    func unsoundNames(name: String) throws {
        let isDenied = if case .deny = ZAPResponder.sound(.allow(userID: name)) { true } else { false }
        #expect(isDenied)
    }

    @Test(
        "names arrive letter by letter",
        arguments: ["p", "Kinder- und Jugendhilfe Größe", String(repeating: "ß", count: 127)]
    )
    func names(name: String) throws {
        let context = try Context()
        let authenticator = try ZAPAuthenticator(context: context) { _ in .allow(userID: name) }
        let (serverKeys, clientKeys) = (CurveKeyPair.generate(), CurveKeyPair.generate())
        let factory = SecureSocketFactory(context: context)
        let server = try factory.server(.pull, keys: serverKeys, domain: "gateway", authenticator: authenticator)
        try server.bind("tcp://127.0.0.1:*")
        let client = try factory.client(.push, keys: clientKeys, server: serverKeys.publicKey)
        try client.connect(try server.lastEndpoint)
        try client.sendPatiently([[1]])
        #expect(try server.expectMessage().userID == name)
    }

    @Test(
        "answers a question it cannot read with a failure, and goes on",
        arguments: [
            [Frame(text: "2.0"), [1], [], [], [], Frame(text: "CURVE")],
            [Frame(text: "1.0"), [1]],
            [Frame(text: "1.0")],
            [Frame(text: "1.0"), [1], [0xFF], [], [], Frame(text: "CURVE"), []],
        ] as [[Frame]]
    )
    func unreadable(frames: [Frame]) throws {
        let world = try World()
        let asker = try Socket(.req, context: world.context)
        try asker.connect(ZAP.endpoint)
        try asker.send(Multipart(frames))
        let answer = try asker.expectMessage()
        #expect(answer.message.text(at: 2) == "500")
        #expect(world.authenticator.failures == 1)
        try world.authenticator.requireAnswering()
    }

    @Test("a key of the wrong length is no key")
    func shortKey() throws {
        let frames = ["1.0", "1", "gateway", "10.0.0.1", "", "CURVE", "short"].map { Frame(text: $0) }
        #expect(try #require(ZAPRequest(frames)).publicKey == nil)
    }
}
