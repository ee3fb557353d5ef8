/// The results of a file, or of a part of it, in numbers.
public struct FileTally: Hashable, Sendable {
    /// Rows that were read, whatever came of them.
    public var rows = 0
    /// Events sent as new.
    public var published = 0
    /// Events sent as `event.corrected`.
    public var corrected = 0
    /// Events sent as `event.withdrawn`.
    public var withdrawn = 0
    /// Events that were published before, unchanged.
    public var unchanged = 0
    /// Events of the mapping that a row does not make, and never made.
    public var absent = 0
    /// Rows of an export that is older than the known state of their records: nothing of them was sent.
    public var older = 0
    /// Rows in quarantine.
    public var rejected = 0

    public init() {}

    /// Adds each count to its counterpart.
    public static func += (left: inout FileTally, right: FileTally) {
        left.rows += right.rows
        left.published += right.published
        left.corrected += right.corrected
        left.withdrawn += right.withdrawn
        left.unchanged += right.unchanged
        left.absent += right.absent
        left.older += right.older
        left.rejected += right.rejected
    }

    /// The number of events that went into the outbox.
    public var events: Int { published + corrected + withdrawn }
}
