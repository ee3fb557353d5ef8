import Testing
import ZeroMQ

/// Sends back whatever it receives.
///
/// The example of ``PollLoop``'s documentation, word for word.
actor Echo {
    private let loop: PollLoop
    private let socket: Socket

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(loop: PollLoop, socket: consuming sending Socket) {
        self.loop = loop
        self.socket = socket
    }

    func start() {
        loop.watch(socket) { [weak self] _ in self?.assumeIsolated { $0.answer() } }
    }

    private func answer() {
        do {
            try socket.drain { received throws(ZeroMQError) in _ = try socket.trySend(received.message) }
        } catch {
            print(error)
        }
    }
}

@Suite("The example of the documentation")
struct EchoExampleTests {
    @Test("an actor on a loop answers over an encrypted connection, and knows who asks")
    func echo() async throws {
        let context = try Context()
        let (serverKeys, policeKeys) = (CurveKeyPair.generate(), CurveKeyPair.generate())
        let policeKey = policeKeys.publicKey

        let authenticator = try ZAPAuthenticator(context: context) { request in
            request.publicKey == policeKey ? .allow(userID: "police") : .deny(reason: "unknown key")
        }
        let factory = SecureSocketFactory(context: context)
        let gateway = try factory.server(.router, keys: serverKeys, domain: "gateway", authenticator: authenticator)
        try gateway.bind("tcp://127.0.0.1:*")
        let endpoint = try gateway.lastEndpoint

        let loop = PollLoop(name: "echo")
        defer { loop.stop() }
        let echo = Echo(loop: loop, socket: gateway)
        await echo.start()

        let police = try factory.client(.dealer, keys: policeKeys, server: serverKeys.publicKey)
        try police.connect(endpoint)
        try police.send(Multipart(texts: "missing-episode", "…"))
        let answer = try #require(try police.receive(timeout: .seconds(10)))
        #expect(answer.message == Multipart(texts: "missing-episode", "…"))
        #expect(authenticator.admissions == 1)
    }
}
