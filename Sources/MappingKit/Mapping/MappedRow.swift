public import SafeguardingModel

/// What one row says: of which record, about which child, and of each event of its mapping.
public struct MappedRow: Sendable {
    /// The mapping and the record, `missing-2015-000917`; empty where the row has no key or failed a check.
    public var record = ""
    /// Of all its events.
    public var source = ""
    public var child = RecordChild()
    /// The column that names the child, for complaints.
    public var childColumn = ""
    public var outcomes: [Outcome]

    public init(outcomes: [Outcome]) {
        self.outcomes = outcomes
    }
}

/// What an adapter remembers of a record beside its events.
public struct KnownRecord: Hashable, Sendable {
    public var child: RecordChild
    /// When the newest export was made that held it.
    public var exported: Instant
    /// Where it stood first, and in which reading of a file.
    public var row: Int
    public var line: Int
    public var reading: Int64

    public init(child: RecordChild, exported: Instant, row: Int, line: Int, reading: Int64) {
        self.child = child
        self.exported = exported
        self.row = row
        self.line = line
        self.reading = reading
    }

    /// Why a row that names this record by mistake is not taken; nil where it is about the same child.
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
    ) -> Rejection? {
        guard row.child.isOther(than: child) else { return nil }
        let here = reading == self.reading ? "in row \(self.row) (line \(line))" : "in an export that was read before"
        return Rejection(
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
