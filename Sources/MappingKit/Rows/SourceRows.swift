/// The rows of an export, in the format that its mapping states, read as its bytes arrive.
public enum SourceRows: Sendable {
    /// Rows of cells under a header row.
    case csv(CSVRows)
    /// An array of objects, or one object.
    case json(JSONRows)
    /// One object a line.
    case jsonLines(JSONLinesRows)

    public init(_ mapping: Mapping, limits: RowLimits = RowLimits()) {
        switch mapping.format {
        case .csv(let dialect):
            let moments = MomentColumns(mapping.events, mapping.dates, mapping.zone)
            self = .csv(CSVRows(columns: mapping.columns, dialect: dialect, limits: limits, moments: moments))
        case .json: self = .json(JSONRows(limits: limits))
        case .jsonLines: self = .jsonLines(JSONLinesRows(limits: limits))
        }
    }

    /// Takes the next bytes of the file and returns the rows that are complete.
    ///
    /// - Throws: the reason why the whole file cannot be read; a single bad row is returned as rejected.
    public mutating func feed(_ chunk: some Collection<UInt8>) throws(ExportError) -> [RowItem] {
        switch self {
        case .csv(var rows):
            self = .jsonLines(JSONLinesRows())  // Lets go of the copy, so that the rows are not copied on each feed.
            defer { self = .csv(rows) }
            return try rows.feed(chunk)
        case .json(var rows):
            self = .jsonLines(JSONLinesRows())
            defer { self = .json(rows) }
            return try rows.feed(chunk)
        case .jsonLines(var rows):
            self = .json(JSONRows())
            defer { self = .jsonLines(rows) }
            return try rows.feed(chunk)
        }
    }

    /// Ends the file and returns the last row where its line end is missing; nothing may be fed after it.
    public mutating func finish() throws(ExportError) -> [RowItem] {
        switch self {
        case .csv(var rows): try rows.finish()
        case .json(var rows): try rows.finish()
        case .jsonLines(var rows): try rows.finish()
        }
    }
}
