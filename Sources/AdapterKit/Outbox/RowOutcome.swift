public import MappingKit
public import SafeguardingModel

/// The result of mapping one row of a file, before the outbox decides about it.
public struct RowOutcome: Sendable {
    public var row: Int
    public var line: Int
    public var read: MappedRow
    /// The row's bytes in the file.
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

/// The reading, and the file, to which a step belongs.
public struct ReadingStep: Hashable, Sendable {
    /// The file's name in the quarantine: without the `.rejected.csv` of a mended one.
    public var origin: String
    /// The file's number in the outbox, and the number of this reading of it.
    public var file: Int64
    public var reading: Int64
    public var mapping: String
    /// The time of the export: a record that a newer export gave is not overwritten.
    public var exported: Instant
    /// Whether the export is full, so that records which it lacks are withdrawn.
    public var isFull: Bool
    /// Whether rows of this file are in quarantine, so that one that is usable now has to be released.
    public var mayRelease: Bool
    /// Whether a person confirms that each row is about the child whom its record was about before.
    public var isConfirmed: Bool

    /// Makes a step.
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
