import CZeroMQ

/// A socket with exactly one owner.
///
/// libzmq lets a socket move to another thread but never be shared by two. `~Copyable` and the missing `Sendable` say
/// just that: it can be handed on with `sending`, once, and not aliased. It closes when its owner lets go of it.
///
/// A socket made here speaks without encryption, so it reaches no further than its own process: it binds and connects
/// `inproc://` endpoints only. What leaves the process comes from a ``SecureSocketFactory``.
///
/// ## Topics
/// ### Sending and receiving
/// - ``send(_:flags:)``, ``trySend(_:)``, ``tryReceive()``, ``receive(timeout:)``, ``drain(upTo:_:)``
/// ### Waiting on many sockets
/// - ``PollLoop``
public struct Socket: ~Copyable {
    /// The socket's pattern of messaging.
    public let kind: SocketKind
    let handle: SocketHandle
    let protection: Protection

    /// Makes a socket for use within the process.
    public init(_ kind: SocketKind, context: Context) throws(ZeroMQError) {
        try self.init(kind, context: context, protection: .none)
    }

    init(_ kind: SocketKind, context: Context, protection: Protection) throws(ZeroMQError) {
        self.handle = try SocketHandle(kind: kind, context: context)
        self.kind = kind
        self.protection = protection
    }

    deinit { handle.release() }

    /// Listens on an endpoint; a port of `*` takes any that is free, and ``lastEndpoint`` then gives it.
    public func bind(_ endpoint: String) throws(ZeroMQError) {
        try protection.permit(.bind, endpoint)
        try Descriptors.requireSpare(for: "bind", endpoint: endpoint)
        guard zmq_bind(handle.pointer, endpoint) == 0 else { throw .last("bind", endpoint: endpoint) }
    }

    /// Starts to connect in the background, and to connect again whenever the peer was away.
    public func connect(_ endpoint: String) throws(ZeroMQError) {
        try protection.permit(.connect, endpoint)
        try Descriptors.requireSpare(for: "connect", endpoint: endpoint)
        guard zmq_connect(handle.pointer, endpoint) == 0 else { throw .last("connect", endpoint: endpoint) }
    }

    /// Stops listening on an endpoint, which must be written as ``lastEndpoint`` gives it.
    public func unbind(_ endpoint: String) throws(ZeroMQError) {
        guard zmq_unbind(handle.pointer, endpoint) == 0 else { throw .last("unbind", endpoint: endpoint) }
    }

    /// Ends the connection to an endpoint and drops the messages that wait to be sent there.
    public func disconnect(_ endpoint: String) throws(ZeroMQError) {
        guard zmq_disconnect(handle.pointer, endpoint) == 0 else { throw .last("disconnect", endpoint: endpoint) }
    }

    /// Begins again with an endpoint that libzmq has given up, as it does after ``ConnectionState/denied(status:)``.
    ///
    /// Connecting alone would do nothing: libzmq takes the endpoint for connected until it is told otherwise.
    public func reconnect(_ endpoint: String) throws(ZeroMQError) {
        do { try disconnect(endpoint) } catch {
            guard error.code == .notFound else { throw error }
        }
        try connect(endpoint)
    }

    /// The endpoint bound or connected last, with the port that the system chose.
    public var lastEndpoint: String {
        get throws(ZeroMQError) { try get(.lastEndpoint) }
    }
}
