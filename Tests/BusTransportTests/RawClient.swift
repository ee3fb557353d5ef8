import BusProtocol
import BusTransport
import Testing
import ZeroMQ

/// A client that says exactly what it is told to, right or wrong.
struct RawClient: ~Copyable {
    private let socket: Socket

    init(_ site: Site, to endpoint: String, as name: String, kind: SocketKind = .dealer, holds: Int = 200) throws {
        var limits = SocketLimits()
        limits.receiveHighWater = holds
        limits.reconnectInterval = .milliseconds(20)
        let factory = SecureSocketFactory(context: site.context, limits: limits)
        let socket = try factory.client(kind, keys: site.key(of: name), server: site.serverKeys.publicKey)
        if kind == .sub { try socket.set(.subscribe, []) }
        try socket.connect(endpoint)
        self.socket = socket
    }

    /// Sends as soon as there is a connection, without holding up a thread that others need.
    func send(_ frames: [[UInt8]]) async throws {
        let deadline = ContinuousClock.now + patience
        while !(try socket.trySend(Multipart(frames))) {
            try #require(ContinuousClock.now < deadline, "no room to send")
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    func say(_ message: PublisherMessage) async throws { try await send(message.frames) }

    func sayHello(epoch: UInt64 = 1, settled: UInt64 = 0) async throws {
        try await say(.hello(Hello(epoch: epoch, settled: settled, software: "raw", takesNotices: false)))
    }

    /// Greets, and waits for the welcome.
    func greet(epoch: UInt64 = 1, settled: UInt64 = 0) async throws {
        try await sayHello(epoch: epoch, settled: settled)
        try await hearWelcome()
    }

    /// The next welcome, whatever comes before it.
    func hearWelcome() async throws {
        while true {
            if case .welcome = try await hear() { return }
        }
    }

    /// The next message; nothing if none comes in time.
    func receive(within time: Duration = patience) async throws -> [[UInt8]]? {
        let deadline = ContinuousClock.now + time
        while true {
            if let received = try socket.tryReceive() { return received.frames }
            guard ContinuousClock.now < deadline else { return nil }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    func hear() async throws -> GatewayMessage {
        let frames = try #require(try await receive())
        return try GatewayMessage(frames: frames)
    }

    /// The next fault, whatever comes before it.
    func hearFault() async throws -> ConnectionError {
        while true {
            if case .fault(let fault) = try await hear() { return fault }
        }
    }

    /// Waits for everything up to a number to be acknowledged.
    func hearAcknowledgement(through number: UInt64) async throws {
        while true {
            if case .ack(let through, _) = try await hear(), through >= number { return }
        }
    }
}
