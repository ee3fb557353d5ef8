import CZeroMQ

extension SocketOption where Value == Int {
    /// The most messages that wait to be sent to one peer before sending reports that there is no room.
    public static var sendHighWater: Self { int32("sendHighWater", ZMQ_SNDHWM) }
    /// The most messages of one peer that wait to be received before the peer is held up.
    public static var receiveHighWater: Self { int32("receiveHighWater", ZMQ_RCVHWM) }
    /// The largest frame in bytes that a peer may send; a peer that sends a larger one is disconnected.
    public static var maxMessageSize: Self { int64("maxMessageSize", ZMQ_MAXMSGSIZE) }
    /// The most connections that may wait to be accepted.
    public static var backlog: Self { int32("backlog", ZMQ_BACKLOG) }
    /// The socket's readiness at this moment; read only.
    static var events: Self { int32("events", ZMQ_EVENTS) }
    /// The mechanism in force: 0 none, 1 plain, 2 CURVE; read only.
    public static var mechanism: Self { int32("mechanism", ZMQ_MECHANISM) }
}

extension SocketOption where Value == Bool {
    /// Whether a router reports unknown and full peers instead of dropping the message; cannot be read back.
    public static var routerMandatory: Self { flag("routerMandatory", ZMQ_ROUTER_MANDATORY) }
    /// Whether messages wait only for peers that are connected.
    public static var immediate: Self { flag("immediate", ZMQ_IMMEDIATE) }
    /// Whether addresses of IPv6 are taken too.
    public static var ipv6: Self { flag("ipv6", ZMQ_IPV6) }
    /// Whether subscriptions are only reported, and take effect when ``subscribe`` is set while handling them.
    public static var xpubManual: Self { flag("xpubManual", ZMQ_XPUB_MANUAL) }
    /// Whether this side checks the keys of connecting peers.
    public static var curveServer: Self { flag("curveServer", ZMQ_CURVE_SERVER, guardsAccess: true) }
    /// Whether peers are refused when no authenticator answers.
    ///
    /// Released versions of libzmq take this option without naming it in their header; where one does not, setting it
    /// throws. It closes nothing by itself: without a ``zapDomain`` every key is let in.
    public static var zapEnforceDomain: Self { flag("zapEnforceDomain", CZMQ_ZAP_ENFORCE_DOMAIN, guardsAccess: true) }
    /// Whether a new connection takes a routing id from the peer that has it.
    ///
    /// Off everywhere; the API offers no way to turn it on.
    static var routerHandover: Self { flag("routerHandover", ZMQ_ROUTER_HANDOVER, guardsAccess: true) }
}

extension SocketOption where Value == Duration {
    /// The time for which a closed socket still tries to send.
    public static var linger: Self { milliseconds("linger", ZMQ_LINGER) }
    /// The interval between heartbeats to the peer; zero for none.
    public static var heartbeatInterval: Self { milliseconds("heartbeatInterval", ZMQ_HEARTBEAT_IVL) }
    /// The time that the peer may take to answer a heartbeat.
    public static var heartbeatTimeout: Self { milliseconds("heartbeatTimeout", ZMQ_HEARTBEAT_TIMEOUT) }
    /// The time that the peer should wait for a heartbeat from here.
    public static var heartbeatLifetime: Self { milliseconds("heartbeatLifetime", ZMQ_HEARTBEAT_TTL) }
    /// The time that a new connection may take for the handshake.
    public static var handshakeInterval: Self { milliseconds("handshakeInterval", ZMQ_HANDSHAKE_IVL) }
    /// The time that an attempt to connect may take; zero for the system's own limit, which can be minutes.
    public static var connectTimeout: Self { milliseconds("connectTimeout", ZMQ_CONNECT_TIMEOUT) }
    /// The first pause before connecting again.
    public static var reconnectInterval: Self { milliseconds("reconnectInterval", ZMQ_RECONNECT_IVL) }
    /// The longest pause before connecting again, after doubling each time; zero for no doubling.
    public static var reconnectIntervalMaximum: Self { milliseconds("reconnectIntervalMaximum", ZMQ_RECONNECT_IVL_MAX) }
}

extension SocketOption where Value == Duration? {
    /// The time for which libzmq's own blocking receive waits; nil for no limit.
    public static var receiveTimeout: Self { optionalMilliseconds("receiveTimeout", ZMQ_RCVTIMEO) }
    /// The time for which ``Socket/send(_:flags:)`` waits for room before it throws; nil for no limit.
    public static var sendTimeout: Self { optionalMilliseconds("sendTimeout", ZMQ_SNDTIMEO) }
}

extension SocketOption where Value == String {
    /// The name under which an authenticator knows this server; without it libzmq does not ask the authenticator.
    public static var zapDomain: Self { text("zapDomain", ZMQ_ZAP_DOMAIN, guardsAccess: true) }
    /// The endpoint bound or connected last; read only.
    public static var lastEndpoint: Self { text("lastEndpoint", ZMQ_LAST_ENDPOINT) }
}

extension SocketOption where Value == [UInt8] {
    /// Subscribes to messages that begin with these bytes; cannot be read back.
    public static var subscribe: Self { bytes("subscribe", ZMQ_SUBSCRIBE) }
    /// Ends a subscription; cannot be read back.
    public static var unsubscribe: Self { bytes("unsubscribe", ZMQ_UNSUBSCRIBE) }
    /// A peer's routing id.
    ///
    /// The API offers no way to choose one: it proves nothing, and two peers with the same one lose messages.
    static var routingID: Self { bytes("routingID", ZMQ_ROUTING_ID) }
}

extension SocketOption where Value == CurvePublicKey {
    /// This side's public key.
    public static var curvePublicKey: Self { publicKey("curvePublicKey", ZMQ_CURVE_PUBLICKEY) }
    /// The public key that the server must prove to have.
    public static var curveServerKey: Self { publicKey("curveServerKey", ZMQ_CURVE_SERVERKEY) }

    private static func publicKey(_ name: String, _ number: Int32) -> Self {
        Self(
            name: name,
            number: number,
            readSize: Z85.keyLength,
            guardsAccess: true,
            encode: { $0.bytes },
            decode: { CurvePublicKey(bytes: $0) }
        )
    }
}

extension SocketOption where Value == CurveSecretKey {
    /// This side's secret key; cannot be read back.
    public static var curveSecretKey: Self {
        Self(
            name: "curveSecretKey",
            number: ZMQ_CURVE_SECRETKEY,
            readSize: Z85.keyLength,
            guardsAccess: true,
            encode: { $0.bytes },
            decode: { _ in nil }
        )
    }
}
