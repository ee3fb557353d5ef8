import Testing

@testable import ZeroMQ

/// A socket on a loop whose connection events and messages are kept.
actor Observed {
    private let loop: PollLoop
    private let socket: Socket
    private var monitor: SocketMonitor?
    nonisolated let events = Recorder<SocketEvent>()
    nonisolated let messages = Recorder<Received>()

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ socket: consuming sending Socket, on loop: PollLoop) {
        self.loop = loop
        self.socket = socket
    }

    /// Begins to keep events and messages.
    func start() throws {
        monitor = try SocketMonitor(socket, on: loop) { [events] in events.add($0) }
        loop.watch(socket) { [weak self] _ in self?.assumeIsolated { $0.keepMessages() } }
    }

    func bind() throws -> String {
        try socket.bind("tcp://127.0.0.1:*")
        return try socket.lastEndpoint
    }

    func connect(_ endpoint: String) throws { try socket.connect(endpoint) }

    func reconnect(_ endpoint: String) throws { try socket.reconnect(endpoint) }

    func send(_ message: Multipart) throws -> Bool { try socket.trySend(message) }

    func stopMonitor() {
        monitor?.stop()
        monitor = nil
    }

    private func keepMessages() {
        do {
            try socket.drain { [messages] received throws(ZeroMQError) in messages.add(received) }
        } catch {
            Issue.record(error)
        }
    }
}
