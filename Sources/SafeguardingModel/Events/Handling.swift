/// Who may see an event's content, as its owner decided.
public struct Handling: Hashable, Sendable, Codable {
    /// Roles or teams that may read it; empty: everybody who may see the child.
    public var audience: [String]
    /// What all others may read instead; empty: only that something is held.
    public var sanitised: String

    public init(audience: [String] = [], sanitised: String = "") {
        self.audience = audience
        self.sanitised = sanitised
    }

    public var isRestricted: Bool { !audience.isEmpty }
}
