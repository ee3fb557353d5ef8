public import MappingKit
public import SafeguardingModel

/// The result of mapping one row of a file, before the outbox decides about it.
public struct RowOutcome: Sendable {
    /// The number of the row; 1 for the first row below the header.
    public var row: Int
    /// The line of the file on which the row begins, from 1.
    public var line: Int
    /// The row's record, child and outcomes.
    public var read: MappedRow
    /// The row's bytes in the file.
    public var raw: [UInt8]

    public init(row: Int, line: Int, read: MappedRow, raw: [UInt8]) {
        self.row = row
        self.line = line
        self.read = read
        self.raw = raw
    }

    /// Whether at least one of its events, or the row as a whole, was rejected.
    public var isRejected: Bool { !rejections.isEmpty }

    var rejections: [RowError] {
        read.outcomes.compactMap { if case .rejected(let rejection) = $0 { rejection } else { nil } }
    }
}

/// The reading, and the file, to which a step belongs.
public struct ReadingStep: Hashable, Sendable {
    /// The name of the export whose rows the file has: without the `.rejected.csv` of a mended one.
    public var origin: String
    /// The file's number in the outbox.
    public var file: Int64
    /// The number of this reading, which rises by one with each reading of any file.
    public var reading: Int64
    /// The name of the mapping by which the file is read.
    public var mapping: String
    /// The time of the export: a record that a newer export gave is not overwritten.
    public var exported: Instant
    /// Whether the export is full, so that records which it lacks are withdrawn.
    public var isFull: Bool
    /// Whether rows of this file are in quarantine, so that one that is usable now has to be released.
    public var mayRelease: Bool
    /// Whether a person confirms that each row is about the child whom its record was about before.
    public var isConfirmed: Bool

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
