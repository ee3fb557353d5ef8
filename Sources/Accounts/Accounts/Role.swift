/// The kind of work that an account may do.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Reads and decides.
    case practitioner
    /// Reads and decides, and is responsible for the team.
    case manager
    /// Reads, and decides nothing.
    case auditor
    /// Manages accounts, and opens no child's record.
    case administrator

    public var mayRead: Bool { self != .administrator }
    /// Whether the role may read the access log.
    public var mayOversee: Bool { self == .manager || self == .auditor }
    /// Whether the role may print a pack about all children with open alerts.
    public var mayMakePanel: Bool { self == .manager }
    public var mayDecide: Bool { self == .practitioner || self == .manager }
}
