/// The bounds on what peers may demand of a socket: sizes, queues and times.
public struct SocketLimits: Hashable, Sendable {
    /// The largest frame in bytes; not below 1024, for the encrypted greeting needs some hundreds.
    public var maxMessageSize = 1 << 20
    /// The most messages that wait to be sent to one peer.
    public var sendHighWater = 1000
    /// The most messages of one peer that wait to be received.
    public var receiveHighWater = 200
    /// The most connections that wait to be accepted.
    public var backlog = 128
    /// The interval between heartbeats to a peer.
    public var heartbeatInterval: Duration = .seconds(5)
    /// The time that a peer may take to answer a heartbeat.
    public var heartbeatTimeout: Duration = .seconds(15)
    /// The time that a peer should wait for a heartbeat from here.
    public var heartbeatLifetime: Duration = .seconds(15)
    /// The time that a new connection may take for the handshake.
    public var handshakeInterval: Duration = .seconds(5)
    /// The time that a client's attempt to connect may take.
    public var connectTimeout: Duration = .seconds(5)
    /// The first pause before a client connects again; the pause doubles each time.
    public var reconnectInterval: Duration = .milliseconds(100)
    /// The longest pause before a client connects again.
    public var reconnectIntervalMaximum: Duration = .seconds(30)

    /// The limits that suit a server of some hundred peers.
    public init() {}

    func apply(to socket: borrowing Socket) throws(ZeroMQError) {
        guard maxMessageSize >= 1024 else {
            throw ZeroMQError(.invalid, operation: "set maxMessageSize", text: "below 1024 bytes no peer can connect")
        }
        try socket.set(.maxMessageSize, maxMessageSize)
        try socket.set(.sendHighWater, sendHighWater)
        try socket.set(.receiveHighWater, receiveHighWater)
        try socket.set(.backlog, backlog)
        try socket.set(.heartbeatInterval, heartbeatInterval)
        try socket.set(.heartbeatTimeout, heartbeatTimeout)
        try socket.set(.heartbeatLifetime, heartbeatLifetime)
        try socket.set(.handshakeInterval, handshakeInterval)
        try socket.set(.connectTimeout, connectTimeout)
        try socket.set(.reconnectInterval, reconnectInterval)
        try socket.set(.reconnectIntervalMaximum, reconnectIntervalMaximum)
        try socket.set(.linger, .zero)
    }
}
