import BusProtocol
import ZeroMQ

/// A socket that listens, held by the one actor that runs on its loop.
final class ServerSocket {
    private let socket: Socket
    private let loop: PollLoop

    init(_ socket: consuming Socket, on loop: PollLoop) {
        self.socket = socket
        self.loop = loop
    }

    func bind(_ endpoint: String) throws(ZeroMQError) { try socket.bind(endpoint) }

    /// Where it listens, with the port that the system chose.
    var endpoint: String {
        get throws(ZeroMQError) { try socket.lastEndpoint }
    }

    func watch(_ handler: @escaping () -> Void) {
        loop.watch(socket) { _ in handler() }
    }

    func unwatch() { loop.unwatch(socket) }

    /// Takes the next message, if one is there.
    func tryReceive() throws(ZeroMQError) -> Received? { try socket.tryReceive() }

    /// What became of a message.
    enum SendResult {
        case sent
        /// The peer takes nothing at the moment.
        case noRoom
        /// There is no such peer any more.
        case nobody
    }

    func send(_ frames: [Frame], to connection: ConnectionID) -> SendResult {
        guard let isSent = try? socket.trySend(Multipart([connection] + frames)) else { return .nobody }
        return isSent ? .sent : .noRoom
    }

    /// Sends to all who listen; nobody may, and that is no fault.
    func publish(_ frames: [Frame]) throws(ZeroMQError) { _ = try socket.trySend(Multipart(frames)) }
}
