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
}
