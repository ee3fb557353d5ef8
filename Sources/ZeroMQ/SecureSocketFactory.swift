/// The one factory of sockets that reach beyond the process.
///
/// Each is encrypted, bounded and, if it listens, guarded by an authenticator that is proven to answer. What decides
/// about access is sealed: nobody can take it back by accident. A socket made elsewhere refuses `tcp://`.
///
/// ```swift
/// let context = try Context()
/// let authenticator = try ZAPAuthenticator(context: context) { request in
///     request.publicKey == policeKey ? .allow(userID: "police") : .deny(reason: "unknown key")
/// }
/// let factory = SecureSocketFactory(context: context)
/// let gateway = try factory.server(.router, keys: serverKeys, domain: "gateway", authenticator: authenticator)
/// try gateway.bind("tcp://127.0.0.1:7400")
///
/// let police = try factory.client(.dealer, keys: policeKeys, server: serverKeys.publicKey)
/// try police.connect("tcp://127.0.0.1:7400")
/// ```
public struct SecureSocketFactory: Sendable {
    /// The context that the sockets belong to.
    public let context: Context

    /// The bounds on what peers may demand of the sockets.
    public let limits: SocketLimits

    /// Makes a factory; the limits hold for every socket of it.
    public init(context: Context, limits: SocketLimits = SocketLimits()) {
        self.context = context
        self.limits = limits
    }

    /// Makes a socket that listens: only peers that the authenticator admits can send to it, each under its name.
    ///
    /// A router reports unknown peers, and a newcomer never takes over the routing id of another. A publisher's
    /// subscriptions are open to all who are admitted: for anything confidential use ``SocketKind/xpub`` with
    /// ``SocketOption/xpubManual`` and decide on each subscription by its ``Received/userID``.
    public func server(
        _ kind: SocketKind,
        keys: CurveKeyPair,
        domain: String,
        authenticator: ZAPAuthenticator
    ) throws(ZeroMQError) -> Socket {
        try Self.requireUsable(domain, authenticator, in: context)
        let socket = try Socket(kind, context: context, protection: .server(authenticator))
        try limits.apply(to: socket)
        try socket.setUnguarded(.curveServer, true)
        try socket.setUnguarded(.curveSecretKey, keys.secretKey)
        // Both options are needed: the domain makes libzmq ask at all, the other makes it refuse when nobody answers.
        try socket.setUnguarded(.zapDomain, domain)
        try socket.setUnguarded(.zapEnforceDomain, true)
        if kind == .router {
            try socket.set(.routerMandatory, true)
            try socket.setUnguarded(.routerHandover, false)
        }
        return socket
    }

    /// Makes a socket that connects to the server with this key, and to no other.
    ///
    /// It queues nothing for a server that is away: sending then reports that there is no room, and a sender that must
    /// not lose a message keeps it until the server has confirmed it.
    public func client(
        _ kind: SocketKind,
        keys: CurveKeyPair,
        server: CurvePublicKey
    ) throws(ZeroMQError) -> Socket {
        let socket = try Socket(kind, context: context, protection: .client)
        try limits.apply(to: socket)
        try socket.setUnguarded(.curveServerKey, server)
        try socket.setUnguarded(.curvePublicKey, keys.publicKey)
        try socket.setUnguarded(.curveSecretKey, keys.secretKey)
        try socket.set(.immediate, true)
        if kind == .router { try socket.set(.routerMandatory, true) }
        return socket
    }

    private static func requireUsable(
        _ domain: String,
        _ authenticator: ZAPAuthenticator,
        in context: Context
    ) throws(ZeroMQError) {
        guard authenticator.context === context else {
            throw ZeroMQError(
                .notPermitted,
                operation: "make a server",
                text: "the authenticator belongs to another context"
            )
        }
        guard (1...255).contains(domain.utf8.count) else {
            throw ZeroMQError(.invalid, operation: "make a server", text: "a domain has 1 to 255 bytes")
        }
        try authenticator.requireAnswering()
    }
}
