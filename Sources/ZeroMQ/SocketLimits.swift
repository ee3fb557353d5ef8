/// What peers may ask of a socket: sizes, queues and times.
public struct SocketLimits: Hashable, Sendable {
    /// The largest frame in bytes; not below 1024, for the encrypted greeting needs some hundreds.
    public var maxMessageSize = 1 << 20
    /// How many messages wait to be sent to one peer.
    public var sendHighWater = 1000
    /// How many messages of one peer wait to be received.
    public var receiveHighWater = 200
    /// How many connections wait to be accepted.
    public var backlog = 128
    /// How often a peer is asked whether it is still there.
    public var heartbeatInterval: Duration = .seconds(5)
    /// How long a peer may take to answer.
    public var heartbeatTimeout: Duration = .seconds(15)
    /// How long a peer should wait for a sign of life from here.
    public var heartbeatLifetime: Duration = .seconds(15)
    /// How long a newcomer may take to prove who it is.
    public var handshakeInterval: Duration = .seconds(5)
    /// How long a client's attempt to connect may take.
    public var connectTimeout: Duration = .seconds(5)
    /// How long a client waits before it connects again, at first; the wait doubles each time.
    public var reconnectInterval: Duration = .milliseconds(100)
    /// How long that wait may grow.
    public var reconnectIntervalMaximum: Duration = .seconds(30)

    /// The limits that suit a server of some hundred peers.
    public init() {}

    /// The most memory in bytes that so many peers can fill before they are held up, with one frame to a message.
    ///
    /// libzmq does not bound the *frames* of a message: an admitted peer that means harm can go beyond this. Limit the
    /// memory of the process from outside as well.
    public func worstCaseMemory(peers: Int) -> Int {
        peers * (receiveHighWater + sendHighWater) * maxMessageSize
    }

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
