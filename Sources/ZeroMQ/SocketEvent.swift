import CZeroMQ
import Glibc

/// An event of a connection, below the level of messages.
public enum SocketEvent: Hashable, Sendable {
    /// Listening began.
    case listening
    /// Listening failed, with the system's error number.
    case bindFailed(number: Int32)
    /// A peer connected and is not yet identified. The address is missing if it was gone again at once.
    case accepted(peerAddress: String?)
    /// A peer tried to connect, but the process could not accept: most often for want of file descriptors.
    case acceptFailed(number: Int32)
    /// The connection is made, and the handshake begins.
    case connected
    /// The connection did not come at once; it is being waited for.
    case connectDelayed
    /// The peer is not there; the next attempt comes after this time.
    case connectRetried(after: Duration)
    /// The handshake succeeded: messages flow.
    case handshakeSucceeded
    /// The authenticator denied access, or gave no valid answer; the number is its status.
    case handshakeDenied(status: Int32)
    /// The peers speak incompatible protocols.
    case handshakeBroken(HandshakeFault)
    /// The connection ended during the handshake, for a reason that only the other side knows.
    case handshakeAborted(number: Int32)
    /// The connection ended.
    case disconnected
    /// A connection or a listener was closed on purpose.
    case closed
    /// Closing failed, with the system's error number.
    case closeFailed(number: Int32)
    /// No more reports will come.
    case monitorStopped

    /// Whether a system's error number says that the other side ended the connection.
    static func isClosedByPeer(_ number: Int32) -> Bool { number == EPIPE || number == ECONNRESET || number == 0 }

    /// Reads what libzmq reports: the event and a value whose meaning depends on it.
    init?(event: Int32, value: Int32, peerAddress: () -> String?) {
        switch event {
        case ZMQ_EVENT_LISTENING: self = .listening
        case ZMQ_EVENT_BIND_FAILED: self = .bindFailed(number: value)
        case ZMQ_EVENT_ACCEPTED: self = .accepted(peerAddress: peerAddress())
        case ZMQ_EVENT_ACCEPT_FAILED: self = .acceptFailed(number: value)
        case ZMQ_EVENT_CONNECTED: self = .connected
        case ZMQ_EVENT_CONNECT_DELAYED: self = .connectDelayed
        case ZMQ_EVENT_CONNECT_RETRIED: self = .connectRetried(after: .milliseconds(value))
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: self = .handshakeSucceeded
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: self = .handshakeDenied(status: value)
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: self = .handshakeBroken(HandshakeFault(rawValue: value))
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: self = .handshakeAborted(number: value)
        case ZMQ_EVENT_DISCONNECTED: self = .disconnected
        case ZMQ_EVENT_CLOSED: self = .closed
        case ZMQ_EVENT_CLOSE_FAILED: self = .closeFailed(number: value)
        case ZMQ_EVENT_MONITOR_STOPPED: self = .monitorStopped
        default: return nil
        }
    }
}

/// A kind of incompatibility between two peers.
public struct HandshakeFault: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// One of libzmq's `ZMQ_PROTOCOL_ERROR_` numbers.
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// A box could not be opened: the client holds another server's key, or someone meddles.
    public static let cryptographic = HandshakeFault(rawValue: ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC)
    /// One side encrypts, the other does not.
    public static let mechanismMismatch = HandshakeFault(rawValue: ZMQ_PROTOCOL_ERROR_ZMTP_MECHANISM_MISMATCH)

    public var description: String {
        switch self {
        case .cryptographic: "the keys do not fit: the client may hold another server's key"
        case .mechanismMismatch: "one side encrypts, the other does not"
        default: "protocol fault 0x\(String(rawValue, radix: 16))"
        }
    }
}
