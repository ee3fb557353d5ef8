/// What somebody who signs in may do.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Reads and decides.
    case practitioner
    /// Reads and decides, and answers for the team.
    case manager
    /// Reads, and decides nothing.
    case auditor
    /// Looks after accounts, and opens no child's record.
    case administrator

    public var mayRead: Bool { self != .administrator }
    /// Sees who saw what.
    public var mayOversee: Bool { self == .manager || self == .auditor }
    /// Takes away what is open about all children at once.
    public var mayMakePanel: Bool { self == .manager }
    public var mayDecide: Bool { self == .practitioner || self == .manager }
}
