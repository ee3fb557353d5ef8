public import SafeguardingModel

/// The access policy: the holder of each key and its rights. Every message is checked against it.
///
/// It is a value: the owner of a gateway replaces it whole when the policy changes.
public struct AgencyDirectory: Hashable, Sendable {
    /// The holder of a key.
    public struct Holder: Hashable, Sendable {
        /// The name by which the key's holder is known everywhere: an agency's, a desk's or a tool's.
        public var name: AgencyName
        /// The role, which decides whether the holder publishes or follows.
        public var role: KeyRole
        /// The agency's sector; without meaning for a desk or a tool.
        public var sector: Sector
        /// The public keys of 32 bytes each: one, or two while one replaces the other.
        public var keys: [[UInt8]]
        /// Whether access by these keys is withdrawn.
        public var isRevoked: Bool

        /// Makes a holder from all its parts.
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

    /// The rights of somebody at this moment.
    public enum KeyStatus: Hashable, Sendable {
        case unknown
        case revoked
        case holder(Holder)
    }

    private let byName: [String: Holder]
    private let byKey: [[UInt8]: String]

    /// Makes a directory of the holders.
    ///
    /// If several holders claim a key or a name, it belongs to the last of them.
    public init(_ holders: [Holder] = []) {
        byName = Dictionary(holders.map { ($0.name.rawValue, $0) }, uniquingKeysWith: { $1 })
        let keys = holders.flatMap { holder in holder.keys.map { ($0, holder.name.rawValue) } }
        byKey = Dictionary(keys, uniquingKeysWith: { $1 })
    }

    /// All holders, in order of their names.
    public var holders: [Holder] { byName.values.sorted { $0.name < $1.name } }

    /// Returns the rights of the holder of this name.
    public func standing(of name: String?) -> KeyStatus {
        guard let name, let holder = byName[name] else { return .unknown }
        return holder.isRevoked ? .revoked : .holder(holder)
    }

    /// Returns the rights of the holder of this public key.
    public func standing(ofKey key: [UInt8]) -> KeyStatus { standing(of: byKey[key]) }
}

extension AgencyDirectory.KeyStatus {
    /// The holder, if it may publish; otherwise the fault that it is sent.
    public var publisher: Result<AgencyDirectory.Holder, ConnectionError> { admitted(\.publishes) }

    /// The holder, if it may follow and decide; otherwise the fault that it is sent.
    public var follower: Result<AgencyDirectory.Holder, ConnectionError> { admitted(\.follows) }

    private func admitted(_ may: (KeyRole) -> Bool) -> Result<AgencyDirectory.Holder, ConnectionError> {
        switch self {
        case .unknown: .failure(ConnectionError(.unknownKey))
        case .revoked: .failure(ConnectionError(.revoked))
        case .holder(let holder): may(holder.role) ? .success(holder) : .failure(ConnectionError(.role))
        }
    }
}
