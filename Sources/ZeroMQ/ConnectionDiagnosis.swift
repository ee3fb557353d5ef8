/// A client's connection to its server, in the terms of the person who has to act on it.
public enum ConnectionState: Hashable, Sendable, CustomStringConvertible {
    /// No attempt has ended yet.
    case connecting
    /// Messages flow.
    case connected
    /// Nobody answers at that address. libzmq goes on trying.
    case unreachable
    /// The server runs and does not know this key, or has revoked it. libzmq gives up: see ``Socket/reconnect(_:)``.
    case denied(status: Int32)
    /// A server at that address broke off the greeting, most likely because its key is not the one configured here.
    /// libzmq goes on trying.
    case refused
    /// Something accepts connections there and sends nothing: the server is stopped, or hangs. libzmq goes on trying.
    case silent
    /// Messages flowed and then the connection ended. libzmq goes on trying.
    case lost

    /// Whether libzmq has given up, so that only ``Socket/reconnect(_:)`` helps.
    public var needsReconnect: Bool {
        if case .denied = self { true } else { false }
    }

    public var description: String {
        switch self {
        case .connecting: "connecting"
        case .connected: "connected"
        case .unreachable: "unreachable: nobody answers at that address"
        case .denied(let status): "denied: the server does not admit this key (\(status))"
        case .refused: "refused: the server broke off the greeting; the configured server key may not be its key"
        case .silent: "silent: connections are taken there, and nobody answers the greeting"
        case .lost: "lost: the connection ended and is being made again"
        }
    }
}

/// A fold of the events of a client's ``SocketMonitor`` into the state of its connection.
public struct ConnectionDiagnosis: Sendable {
    /// The state of the connection.
    public private(set) var state = ConnectionState.connecting

    /// Whether anyone has answered in the present attempt.
    private var isAnswered = false

    /// Starts before the first attempt.
    public init() {}

    /// Takes an event; returns the new state if it has changed.
    public mutating func apply(_ event: SocketEvent) -> ConnectionState? {
        let before = state
        state = next(event)
        return state == before ? nil : state
    }

    private mutating func next(_ event: SocketEvent) -> ConnectionState {
        switch event {
        case .connected:
            isAnswered = true
            return state
        case .connectRetried:
            defer { isAnswered = false }
            return isAnswered ? state : .unreachable
        case .handshakeSucceeded: return .connected
        case .handshakeDenied(let status): return .denied(status: status)
        case .handshakeBroken: return .refused
        // A peer that rejects our greeting closes the connection; otherwise our own time limit ran out.
        case .handshakeAborted(let number): return SocketEvent.isClosedByPeer(number) ? .refused : .silent
        case .disconnected: return state == .connected ? .lost : state
        default: return state
        }
    }
}
