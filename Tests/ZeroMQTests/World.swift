import Synchronization
import Testing

@testable import ZeroMQ

/// How long a test waits for what must happen.
///
/// Nothing takes this long; it only ends a test that has failed.
let patience: Duration = .seconds(20)

/// How long a test waits to see that nothing happens.
let silence: Duration = .milliseconds(300)

/// The admitted keys, changed while the test runs.
final class Policy: Sendable {
    private let agencies: Mutex<[CurvePublicKey: String]>

    init(_ agencies: [CurvePublicKey: String]) { self.agencies = Mutex(agencies) }

    func decide(_ request: ZAPRequest) -> ZAPDecision {
        guard let key = request.publicKey, let agency = agencies.withLock({ $0[key] }) else {
            return .deny(reason: "unknown key")
        }
        return .allow(userID: agency)
    }

    func revoke(_ key: CurvePublicKey) { agencies.withLock { $0[key] = nil } }
    func admit(_ key: CurvePublicKey, as agency: String) { agencies.withLock { $0[key] = agency } }
    func stillAdmits(_ agency: String?) -> Bool { agencies.withLock { $0.values.contains { $0 == agency } } }
}

/// One server's surroundings: a context, its keys, the agencies it knows, and who knocked in vain.
final class World: Sendable {
    let context: Context
    let server = CurveKeyPair.generate()
    let police = CurveKeyPair.generate()
    let health = CurveKeyPair.generate()
    let policy: Policy
    let denials = Recorder<ZAPDenial>()
    let authenticator: ZAPAuthenticator

    init() throws {
        let context = try Context()
        let policy = Policy([police.publicKey: "police", health.publicKey: "health"])
        self.context = context
        self.policy = policy
        authenticator = try ZAPAuthenticator(
            context: context,
            decide: { policy.decide($0) },
            onDenial: { [denials] in denials.add($0) }
        )
    }

    func factory(_ change: (inout SocketLimits) -> Void = { _ in }) -> SecureSocketFactory {
        var limits = SocketLimits()
        change(&limits)
        return SecureSocketFactory(context: context, limits: limits)
    }

    /// A server that is not bound yet.
    func freshServer(
        _ kind: SocketKind = .router,
        limits change: (inout SocketLimits) -> Void = { _ in }
    ) throws -> Socket {
        try factory(change).server(kind, keys: server, domain: "gateway", authenticator: authenticator)
    }

    /// A server bound to a free port of this machine.
    func boundServer(
        _ kind: SocketKind = .router,
        limits change: (inout SocketLimits) -> Void = { _ in }
    ) throws -> Socket {
        let socket = try freshServer(kind, limits: change)
        try socket.bind("tcp://127.0.0.1:*")
        return socket
    }

    /// A client that is not connected yet.
    func freshClient(
        _ kind: SocketKind = .dealer,
        keys: CurveKeyPair? = nil,
        server key: CurvePublicKey? = nil,
        limits change: (inout SocketLimits) -> Void = { _ in }
    ) throws -> Socket {
        try factory(change).client(kind, keys: keys ?? police, server: key ?? server.publicKey)
    }

    /// A client that connects.
    func client(
        _ kind: SocketKind = .dealer,
        keys: CurveKeyPair? = nil,
        server key: CurvePublicKey? = nil,
        to endpoint: String
    ) throws -> Socket {
        let socket = try freshClient(kind, keys: keys, server: key)
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
        let received = try receive(timeout: patience)
        return try #require(received, sourceLocation: sourceLocation)
    }

    /// Checks that no message comes.
    func expectSilence(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let received = try receive(timeout: silence)
        #expect(received == nil, sourceLocation: sourceLocation)
    }

    /// The port of the endpoint bound last.
    var port: UInt16 {
        get throws { try #require(UInt16(try lastEndpoint.split(separator: ":").last ?? "")) }
    }
}

/// Checks that the body throws an error of this code.
func expectError(
    _ code: ZeroMQError.Code,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
) {
    do {
        try body()
        Issue.record("it was allowed", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? ZeroMQError)?.code == code, "\(error)", sourceLocation: sourceLocation)
    }
}
