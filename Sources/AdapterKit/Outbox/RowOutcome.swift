public import MappingKit
public import SafeguardingModel

/// What one row of a file came to, before the outbox has a say.
public struct RowOutcome: Sendable {
    public var row: Int
    public var line: Int
    public var read: MappedRow
    /// The row as it stood in the file.
    public var raw: [UInt8]

    public init(row: Int, line: Int, read: MappedRow, raw: [UInt8]) {
        self.row = row
        self.line = line
        self.read = read
        self.raw = raw
    }

    public var isRejected: Bool { !rejections.isEmpty }

    var rejections: [Rejection] {
        read.outcomes.compactMap { if case .rejected(let rejection) = $0 { rejection } else { nil } }
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
    /// When the export was made: what a newer one said of a record stands against it.
    public var exported: Instant
    /// Whether records that a later export lacks are to be withdrawn.
    public var isFull: Bool
    /// Whether rows of this file stand in quarantine, so that one that is fine now has to be let out.
    public var mayRelease: Bool
    /// Whether a person says that its rows are about the children of whom their records were before.
    public var isConfirmed: Bool

    /// Names everything.
    public init(
        origin: String,
        file: Int64,
        reading: Int64,
        mapping: String,
        exported: Instant,
        isFull: Bool,
        mayRelease: Bool,
        isConfirmed: Bool = false
    ) {
        self.origin = origin
        self.file = file
        self.reading = reading
        self.mapping = mapping
        self.exported = exported
        self.isFull = isFull
        self.mayRelease = mayRelease
        self.isConfirmed = isConfirmed
    }
}
