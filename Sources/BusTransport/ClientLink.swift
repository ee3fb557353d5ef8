import ZeroMQ

/// A client's connection to one server: made, watched, and made again.
///
/// Lives on the loop of the actor that owns it.
final class ClientLink {
    /// What the owner hears of.
    enum Event {
        /// A connection stands; whatever was said on an earlier one may be lost.
        case up
        /// The connection is gone.
        case down
        /// How things stand has changed.
        case state(ConnectionState)
        case message([Frame])
        /// All that was to be sent has been handed over.
        case drained
    }

    /// One socket and whoever reports on it.
    private final class Line {
        let socket: Socket
        var monitor: SocketMonitor?

        init(_ socket: consuming Socket) { self.socket = socket }
    }

    private let loop: PollLoop
    private let server: ServerAddress
    private let factory: SecureSocketFactory
    private let onEvent: (Event) -> Void
    private var line: Line?
    private var diagnosis = ConnectionDiagnosis()
    private var outgoing: [[Frame]] = []
    private var isWaitingForRoom = false
    private static let messagesPerTurn = 256

    init(
        context: Context,
        server: ServerAddress,
        limits: SocketLimits,
        loop: PollLoop,
        onEvent: @escaping (Event) -> Void
    ) {
        self.loop = loop
        self.server = server
        self.factory = SecureSocketFactory(context: context, limits: limits)
        self.onEvent = onEvent
    }

    /// Whether nothing waits to be sent.
    var isDrained: Bool { outgoing.isEmpty }

    /// Connects, and goes on trying.
    func open() throws(ZeroMQError) {
        close()
        let line = Line(try factory.client(.dealer, keys: server.clientKeys, server: server.serverKey))
        // Before connecting, or the first events are missed.
        line.monitor = try SocketMonitor(line.socket, on: loop) { [weak self, weak line] event in
            if let self, let line, line === self.line { self.observe(event) }
        }
        diagnosis = ConnectionDiagnosis()
        self.line = line
        watch(line, for: .readable)
        try line.socket.connect(server.endpoint)
    }

    /// Ends the connection and drops what waits to be sent.
    func close() {
        outgoing = []
        isWaitingForRoom = false
        line?.monitor?.stop()
        line = nil
    }

    /// Sends in order, now or as soon as there is room.
    func send(_ frames: [Frame]) {
        outgoing.append(frames)
        flush()
    }

    private func observe(_ event: SocketEvent) {
        if let state = diagnosis.apply(event) { onEvent(.state(state)) }
        switch event {
        case .handshakeSucceeded: onEvent(.up)
        case .disconnected:
            outgoing = []
            onEvent(.down)
        default: break
        }
    }

    private func watch(_ line: Line, for events: PollEvents) {
        loop.watch(line.socket, for: events) { [weak self, weak line] events in
            guard let self, let line, line === self.line else { return }
            if events.contains(.writable) { self.flush() }
            if events.contains(.readable) { self.receive(from: line) }
        }
    }

    private func receive(from line: Line) {
        for _ in 0..<Self.messagesPerTurn {
            // The owner may close the line while it hears.
            guard line === self.line, let received = try? line.socket.tryReceive() else { return }
            onEvent(.message(received.frames))
        }
    }

    private func flush() {
        guard let line, !outgoing.isEmpty || isWaitingForRoom else { return }
        var sent = 0
        while sent < outgoing.count, (try? line.socket.trySend(Multipart(outgoing[sent]))) == true { sent += 1 }
        outgoing.removeFirst(sent)
        wait(on: line, forRoom: !outgoing.isEmpty)
        if outgoing.isEmpty { onEvent(.drained) }
    }

    private func wait(on line: Line, forRoom isNeeded: Bool) {
        guard isNeeded != isWaitingForRoom else { return }
        isWaitingForRoom = isNeeded
        watch(line, for: isNeeded ? [.readable, .writable] : .readable)
    }
}
