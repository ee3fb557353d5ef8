import BusProtocol
import SafeguardingModel
public import ZeroMQ

/// An authenticator that admits the holders of keys named by the policy to the aggregator's sockets, and makes these
/// sockets.
///
/// One for a process, because libzmq asks in one place. The name that it gives a connection is that of the key's
/// holder; the gateway and the feed believe nothing else about a sender.
public final class CurveAuthenticator: Sendable {
    /// The domains of the aggregator's sockets.
    enum Domain: String {
        case gateway, feed, alerts
    }

    /// The policy by which it admits.
    public let policy: LiveAgencyDirectory
    let context: Context
    let keys: CurveKeyPair
    private let authenticator: ZAPAuthenticator

    /// Begins to admit; `onDenial` is called for every attempt that is denied, however often.
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

    /// The numbers of connections admitted and denied so far.
    public var tally: (admitted: Int, denied: Int) { (authenticator.admissions, authenticator.denials) }

    private static func decide(_ request: ZAPRequest, _ directory: AgencyDirectory) -> ZAPDecision {
        guard let key = request.publicKey else { return .deny(reason: "no key") }
        switch directory.standing(ofKey: key.bytes) {
        case .unknown: return .deny(reason: "unknown key")
        case .revoked: return .deny(reason: "revoked key")
        case .holder(let holder):
            // The gateway and the feed answer a wrong role with a fault; a publisher of alerts cannot answer at all.
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
