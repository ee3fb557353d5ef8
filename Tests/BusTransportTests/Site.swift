import BusProtocol
import BusTransport
import SafeguardingModel
import TestKit
import Testing
import ZeroMQ

/// How long a test waits for what must happen.
///
/// Nothing takes this long; it only ends a test that has failed.
let patience: Duration = .seconds(20)

/// An aggregator's transport on this machine, with a journal in memory, and the keys of a few who may come.
final class Site: Sendable {
    let context: Context
    let serverKeys = CurveKeyPair.generate()
    let keys: [String: CurveKeyPair]
    let policy: LiveAgencyDirectory
    let authenticator: CurveAuthenticator
    let journal = MemoryJournal()

    static let agencies: [(name: String, role: KeyRole, sector: Sector)] = [
        ("sample-academy", .agency, .education), ("sample-house", .agency, .residential),
        ("sample-desk", .desk, .socialCare), ("sample-tool", .operator, .socialCare),
    ]

    init() throws {
        context = try Context()
        keys = Dictionary(uniqueKeysWithValues: Self.agencies.map { ($0.name, CurveKeyPair.generate()) })
        policy = LiveAgencyDirectory(Self.directory(keys, revoked: []))
        authenticator = try CurveAuthenticator(context: context, keys: serverKeys, policy: policy)
    }

    private static func directory(_ keys: [String: CurveKeyPair], revoked: Set<String>) -> AgencyDirectory {
        AgencyDirectory(
            agencies.map { agency in
                AgencyDirectory.Holder(
                    name: AgencyName(rawValue: agency.name),
                    role: agency.role,
                    sector: agency.sector,
                    keys: keys[agency.name].map { [$0.publicKey.bytes] } ?? [],
                    isRevoked: revoked.contains(agency.name)
                )
            }
        )
    }

    func revoke(_ names: Set<String>) { policy.replace(with: Self.directory(keys, revoked: names)) }

    func key(of name: String) -> CurveKeyPair { keys[name] ?? CurveKeyPair.generate() }

    func address(_ endpoint: String, as name: String) -> ServerAddress {
        ServerAddress(endpoint: endpoint, serverKey: serverKeys.publicKey, clientKeys: key(of: name))
    }

    func gateway(
        limits change: (inout GatewayLimits) -> Void = { _ in },
        capacity: GatewayCapacity = GatewayCapacity()
    ) -> Gateway {
        var limits = GatewayLimits()
        change(&limits)
        return Gateway(
            authenticator: authenticator,
            sink: journal,
            notices: journal,
            limits: limits,
            capacity: capacity
        )
    }

    func publisher(
        _ outbox: MemoryOutbox,
        to endpoint: String,
        as name: String = "sample-academy",
        settings change: (inout PublisherSettings) -> Void = { _ in }
    ) -> Publisher {
        var settings = PublisherSettings()
        settings.pause = .milliseconds(50)
        settings.longPause = .milliseconds(300)
        change(&settings)
        return Publisher(context: context, server: address(endpoint, as: name), outbox: outbox, settings: settings)
    }
}

/// The free endpoint of this machine; the port is the system's choice.
let anywhere = "tcp://127.0.0.1:*"

extension Gateway {
    /// Listens where another gateway has just stopped; the library frees the port a moment later.
    func startAgain(at endpoint: String) async throws {
        try await eventually("the port is free again") { (try? self.start(at: endpoint)) != nil }
    }
}
