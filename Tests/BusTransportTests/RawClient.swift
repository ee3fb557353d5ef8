import BusProtocol
import BusTransport
import Testing
import ZeroMQ

/// A client that says exactly what it is told to, right or wrong.
struct RawClient: ~Copyable {
    private let socket: Socket

    init(_ site: Site, to endpoint: String, as name: String, kind: SocketKind = .dealer) throws {
        var limits = SocketLimits()
        limits.reconnectInterval = .milliseconds(20)
        let factory = SecureSocketFactory(context: site.context, limits: limits)
        let socket = try factory.client(kind, keys: site.key(of: name), server: site.serverKeys.publicKey)
        if kind == .sub { try socket.set(.subscribe, []) }
        try socket.connect(endpoint)
        try socket.set(.sendTimeout, patience)
        self.socket = socket
    }

    func send(_ frames: [[UInt8]]) throws { try socket.send(Multipart(frames)) }

    func say(_ message: PublisherMessage) throws { try send(message.frames) }

    func greet(epoch: UInt64 = 1, settled: UInt64 = 0) throws {
        try say(.hello(Hello(epoch: epoch, settled: settled, software: "raw", takesNotices: false)))
    }

    func receive(within time: Duration = patience) throws -> [[UInt8]]? { try socket.receive(timeout: time)?.frames }

    func hear() throws -> GatewayMessage {
        let frames = try #require(try receive())
        return try GatewayMessage(frames: frames)
    }

    /// The next fault, whatever comes before it.
    func hearFault() throws -> Fault {
        while true {
            if case .fault(let fault) = try hear() { return fault }
        }
    }

    /// Waits for everything up to a number to be acknowledged.
    func hearAcknowledgement(through number: UInt64) throws {
        while true {
            if case .ack(let through, _) = try hear(), through >= number { return }
        }
    }
}
