import BusProtocol
import SafeguardingModel
public import ZeroMQ

/// Lets into the aggregator's sockets whom the policy names, and makes these sockets.
///
/// One for a process: libzmq asks in one place. The name that it gives a connection is that of the key's holder, and is
/// the only thing that the gateway and the feed believe about who is speaking.
public final class CurveAuthenticator: Sendable {
    /// The domains of the aggregator's sockets.
    enum Domain: String {
        case gateway, feed, alerts
    }

    /// Whom it lets in.
    public let policy: LiveAgencyDirectory
    let context: Context
    let keys: CurveKeyPair
    private let authenticator: ZAPAuthenticator

    /// Begins to keep the door; `onDenial` hears of everybody who was kept out, as often as they knock.
    public init(
        context: Context,
        keys: CurveKeyPair,
        policy: LiveAgencyDirectory,
        onDenial: @escaping @Sendable (ZAPDenial) -> Void = { _ in }
    ) throws(ZeroMQError) {
        (self.context, self.keys, self.policy) = (context, keys, policy)
        authenticator = try ZAPAuthenticator(
            context: context,
            decide: { Self.decide($0, policy.directory) },
            onDenial: onDenial
        )
    }

    /// How many were let in and kept out so far.
    public var tally: (admitted: Int, denied: Int) { (authenticator.admissions, authenticator.denials) }

    private static func decide(_ request: ZAPRequest, _ directory: AgencyDirectory) -> ZAPDecision {
        guard let key = request.publicKey else { return .deny(reason: "no key") }
        switch directory.standing(ofKey: key.bytes) {
        case .unknown: return .deny(reason: "unknown key")
        case .revoked: return .deny(reason: "revoked key")
        case .holder(let holder):
            // The gateway and the feed say to a wrong role that it is one; a publisher of alerts could say nothing.
            guard request.domain != Domain.alerts.rawValue || holder.role.follows else {
                return .deny(reason: "the role of this key hears no alerts")
            }
            return .allow(userID: holder.name.rawValue)
        }
    }

    func socket(_ kind: SocketKind, _ domain: Domain, limits: SocketLimits) throws(ZeroMQError) -> Socket {
        try SecureSocketFactory(context: context, limits: limits)
            .server(kind, keys: keys, domain: domain.rawValue, authenticator: authenticator)
    }
}
