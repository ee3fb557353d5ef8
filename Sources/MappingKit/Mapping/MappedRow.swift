public import SafeguardingModel

/// The content of one row: its record, its child, and the outcome for each event of the mapping.
public struct MappedRow: Sendable {
    /// The mapping and the record, `missing-2015-000917`; empty where the row has no key or failed a check.
    public var record = ""
    /// The `source` of all its events.
    public var source = ""
    /// The row's child as hashes; its parts are empty where the row does not state them.
    public var child = RecordChild()
    /// The column that names the child, for complaints.
    public var childColumn = ""
    /// One outcome for each event of the mapping, in the mapping's order; a single rejection for an unreadable row.
    public var outcomes: [Outcome]

    public init(outcomes: [Outcome]) {
        self.outcomes = outcomes
    }
}

/// The facts that an adapter remembers about a record beside its events.
public struct KnownRecord: Hashable, Sendable {
    /// The child whom the newest row of the record was about.
    public var child: RecordChild
    /// The time at which the newest export with the record was made.
    public var exported: Instant
    /// The number of the row in which ``reading`` found the record first, from 1; 0 for a posted event.
    public var row: Int
    /// The line of the file on which that row begins, from 1; 0 for a posted event.
    public var line: Int
    /// The adapter's number for the latest reading of a file with the record; 0 for a posted event.
    public var reading: Int64

    public init(child: RecordChild, exported: Instant, row: Int, line: Int, reading: Int64) {
        self.child = child
        self.exported = exported
        self.row = row
        self.line = line
        self.reading = reading
    }

    /// Returns a rejection of a row that uses this record's key for another child; nil where it is about the same
    /// child.
    ///
    /// - Parameters:
    ///   - file: the file's name in the quarantine.
    ///   - reading: the reading of a file to which the row belongs.
    public func refusal(
        of row: MappedRow,
        at place: (number: Int, line: Int),
        raw: [UInt8],
        file: String,
        reading: Int64
    ) -> RowError? {
        guard row.child.isOther(than: child) else { return nil }
        let here = reading == self.reading ? "in row \(self.row) (line \(line))" : "in an export that was read before"
        return RowError(
            row: place.number,
            line: place.line,
            code: .otherChild,
            column: row.childColumn,
            message:
                "this record was about another child \(here), and is not turned into one about this child. Where your "
                + "system writes a row for each child, add the column that tells them apart to `key` in the mapping. Where it "
                + "is the same child, whose reference or name was corrected, save this row under its header as "
                + "'\(file).confirmed\(KnownRecord.ending(of: file))' in the inbox",
            raw: raw
        )
    }

    private static func ending(of file: String) -> String {
        file.lastIndex(of: ".").map { String(file[$0...]) } ?? ".csv"
    }
}
