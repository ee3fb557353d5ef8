/// The readers of an event's content, as its owner decided.
public struct Handling: Hashable, Sendable, Codable {
    /// Roles or teams that may read it; empty: everybody who may see the child.
    public var audience: [String]
    /// The sentence that everybody else reads; empty if they may only know that something is held.
    public var sanitised: String

    public init(audience: [String] = [], sanitised: String = "") {
        self.audience = audience
        self.sanitised = sanitised
    }

    /// Whether some who may see the child must not read the event.
    public var isRestricted: Bool { !audience.isEmpty }
}
