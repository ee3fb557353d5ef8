import BusProtocol
import ZeroMQ

/// A socket that listens, owned by the one actor that runs on its loop.
final class ServerSocket {
    private let socket: Socket
    private let loop: PollLoop

    init(_ socket: consuming Socket, on loop: PollLoop) {
        self.socket = socket
        self.loop = loop
    }

    func bind(_ endpoint: String) throws(ZeroMQError) { try socket.bind(endpoint) }

    /// The endpoint on which it listens, with the port that the system chose.
    var endpoint: String {
        get throws(ZeroMQError) { try socket.lastEndpoint }
    }

    func watch(_ handler: @escaping () -> Void) {
        loop.watch(socket) { _ in handler() }
    }

    func unwatch() { loop.unwatch(socket) }

    /// Receives the next message, if there is one.
    func tryReceive() throws(ZeroMQError) -> Received? { try socket.tryReceive() }

    /// The outcome of sending a message.
    enum SendResult {
        case sent
        /// The peer takes no message at the moment.
        case noRoom
        /// The peer does not exist any more.
        case nobody
    }

    func send(_ frames: [Frame], to connection: ConnectionID) -> SendResult {
        guard let isSent = try? socket.trySend(Multipart([connection] + frames)) else { return .nobody }
        return isSent ? .sent : .noRoom
    }

    /// Sends to all listeners; it is no fault if there are none.
    func publish(_ frames: [Frame]) throws(ZeroMQError) { _ = try socket.trySend(Multipart(frames)) }
}
