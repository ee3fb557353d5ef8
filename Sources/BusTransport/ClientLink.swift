import ZeroMQ

/// A client's connection to one server, which makes it, watches it and makes it again.
///
/// It lives on the loop of the actor that owns it.
final class ClientLink {
    /// Something that the link reports to its owner.
    enum Event {
        /// A connection is made; messages on an earlier one may be lost.
        case up
        /// The connection is lost.
        case down
        /// The state of the connection has changed.
        case state(ConnectionState)
        case message([Frame])
        /// All messages have been handed to the library.
        case drained
    }

    /// A socket and its monitor.
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

    /// Connects, and keeps trying.
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

    /// Ends the connection and drops the messages that wait.
    func close() {
        outgoing = []
        isWaitingForRoom = false
        line?.monitor?.stop()
        line = nil
    }

    /// Sends messages in order, now or as soon as there is room.
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
            // The owner may close the link while it handles a message.
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
