public import SafeguardingModel

/// Who holds which key, and what it may do: the policy that every message is held against.
///
/// A value: whoever runs a gateway swaps it whole when the policy changes.
public struct AgencyDirectory: Hashable, Sendable {
    /// Somebody with a key.
    public struct Holder: Hashable, Sendable {
        /// The name that stands for the key everywhere: an agency's own, or that of a desk or a tool.
        public var name: AgencyName
        public var role: KeyRole
        /// The agency's sector; for a desk or a tool it says nothing.
        public var sector: Sector
        /// The public keys of 32 bytes each: one, or two while one replaces the other.
        public var keys: [[UInt8]]
        /// Whether the keys open nothing any more.
        public var isRevoked: Bool

        /// Names everything.
        public init(
            name: AgencyName,
            role: KeyRole = .agency,
            sector: Sector,
            keys: [[UInt8]],
            isRevoked: Bool = false
        ) {
            self.name = name
            self.role = role
            self.sector = sector
            self.keys = keys
            self.isRevoked = isRevoked
        }
    }

    /// What somebody may do at this moment.
    public enum KeyStatus: Hashable, Sendable {
        case unknown
        case revoked
        case holder(Holder)
    }

    private let byName: [String: Holder]
    private let byKey: [[UInt8]: String]

    /// Takes the holders.
    ///
    /// A key that several claim belongs to the last of them, a name likewise.
    public init(_ holders: [Holder] = []) {
        byName = Dictionary(holders.map { ($0.name.rawValue, $0) }, uniquingKeysWith: { $1 })
        let keys = holders.flatMap { holder in holder.keys.map { ($0, holder.name.rawValue) } }
        byKey = Dictionary(keys, uniquingKeysWith: { $1 })
    }

    /// All holders, in order of their names.
    public var holders: [Holder] { byName.values.sorted { $0.name < $1.name } }

    /// How the holder of this name stands.
    public func standing(of name: String?) -> KeyStatus {
        guard let name, let holder = byName[name] else { return .unknown }
        return holder.isRevoked ? .revoked : .holder(holder)
    }

    /// How the holder of this public key stands.
    public func standing(ofKey key: [UInt8]) -> KeyStatus { standing(of: byKey[key]) }
}

extension AgencyDirectory.KeyStatus {
    /// The holder, if it may publish; else what it is told.
    public var publisher: Result<AgencyDirectory.Holder, Fault> { admitted(\.publishes) }

    /// The holder, if it may follow and decide; else what it is told.
    public var follower: Result<AgencyDirectory.Holder, Fault> { admitted(\.follows) }

    private func admitted(_ may: (KeyRole) -> Bool) -> Result<AgencyDirectory.Holder, Fault> {
        switch self {
        case .unknown: .failure(Fault(.unknownKey))
        case .revoked: .failure(Fault(.revoked))
        case .holder(let holder): may(holder.role) ? .success(holder) : .failure(Fault(.role))
        }
    }
}
