import Testing

@testable import ZeroMQ

/// How long a test waits for what must happen. Nothing takes this long; it only ends a test that has failed.
let patience: Duration = .seconds(10)

/// How long a test waits to see that nothing happens.
let silence: Duration = .milliseconds(400)

/// One server's surroundings: a context, its keys, the agencies it knows, and who knocked in vain.
final class World: Sendable {
    let context: Context
    let server = CurveKeyPair.generate()
    let police = CurveKeyPair.generate()
    let health = CurveKeyPair.generate()
    let denials = Recorder<ZAPDenial>()
    let authenticator: ZAPAuthenticator

    init() throws {
        let context = try Context()
        let known = [police.publicKey: "police", health.publicKey: "health"]
        self.context = context
        authenticator = try ZAPAuthenticator(
            context: context,
            decide: { request in
                guard let key = request.publicKey, let agency = known[key] else { return .deny(reason: "unknown key") }
                return .allow(userID: agency)
            },
            onDenial: { [denials] in denials.add($0) })
    }

    func factory(_ change: (inout SocketLimits) -> Void = { _ in }) -> SecureSocketFactory {
        var limits = SocketLimits()
        change(&limits)
        return SecureSocketFactory(context: context, limits: limits)
    }

    /// A server bound to a free port of this machine.
    func boundServer(
        _ kind: SocketKind = .router, limits change: (inout SocketLimits) -> Void = { _ in }
    ) throws -> Socket {
        let socket = try factory(change).server(kind, keys: server, domain: "gateway", authenticator: authenticator)
        try socket.bind("tcp://127.0.0.1:*")
        return socket
    }

    func client(
        _ kind: SocketKind = .dealer, keys: CurveKeyPair? = nil, server key: CurvePublicKey? = nil, to endpoint: String
    ) throws -> Socket {
        let socket = try factory().client(kind, keys: keys ?? police, server: key ?? server.publicKey)
        try socket.connect(endpoint)
        return socket
    }
}

extension Socket {
    /// Sends as soon as there is a connection to send on.
    func sendPatiently(_ message: Multipart) throws {
        try set(.sendTimeout, patience)
        try send(message)
    }

    /// The next message, which must come.
    func expectMessage(sourceLocation: SourceLocation = #_sourceLocation) throws -> Received {
        try #require(try receive(timeout: patience), sourceLocation: sourceLocation)
    }
}
