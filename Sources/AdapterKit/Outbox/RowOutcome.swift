public import MappingKit

/// What one row of a file came to, before the outbox has a say.
public struct RowOutcome: Sendable {
    public var row: Int
    public var outcomes: [Outcome]
    /// The row as it stood in the file.
    public var raw: [UInt8]

    public init(row: Int, outcomes: [Outcome], raw: [UInt8]) {
        self.row = row
        self.outcomes = outcomes
        self.raw = raw
    }
}

/// Which reading of which file a step belongs to.
public struct ReadingStep: Hashable, Sendable {
    /// The file's name in the quarantine: without the `.rejected.csv` of a mended one.
    public var origin: String
    /// The file's number in the outbox, and the number of this reading of it.
    public var file: Int64
    public var reading: Int64
    public var mapping: String
    /// Whether records that a later export lacks are to be withdrawn.
    public var isFull: Bool
    /// Whether rows of this file stand in quarantine, so that one that is fine now has to be let out.
    public var mayRelease: Bool

    /// Names everything.
    public init(origin: String, file: Int64, reading: Int64, mapping: String, isFull: Bool, mayRelease: Bool) {
        self.origin = origin
        self.file = file
        self.reading = reading
        self.mapping = mapping
        self.isFull = isFull
        self.mayRelease = mayRelease
    }
}
