/// Reads the rows of a CSV export as its bytes arrive, in any pieces, in memory for one row.
///
/// ```swift
/// var rows = CSVRows(columns: Columns(["Ref", "Grade"]))
/// for chunk in file { for item in try rows.feed(chunk) { ... } }
/// for item in try rows.finish() { ... }
/// ```
/// A row that cannot be read is rejected alone; a file whose header is not what the mapping expects is refused whole.
public struct CSVRows: Sendable {
    private let columns: Columns
    private let dialect: CSVDialect
    private let limits: RowLimits
    private var records: CSVRecords
    private var header: CSVHeader?
    private var linesToSkip: Int
    private var hasBegun = false
    private var rowCount = 0
    /// A check that distinguishes a row from a line of prose with as many delimiters; nil where only their number is
    /// known.
    private let moments: MomentColumns?

    public init(columns: Columns, dialect: CSVDialect = CSVDialect(), limits: RowLimits = RowLimits()) {
        self.init(columns: columns, dialect: dialect, limits: limits, moments: nil)
    }

    init(columns: Columns, dialect: CSVDialect, limits: RowLimits, moments: MomentColumns?) {
        self.moments = moments
        self.columns = columns
        self.dialect = dialect
        self.limits = limits
        linesToSkip = dialect.skippedLines
        records = CSVRecords(delimiter: dialect.delimiter, quotes: dialect.hasQuotes, limits: limits)
    }

    /// Takes the next bytes of the file and returns the rows that are complete.
    ///
    /// - Throws: the reason why the header is not what the mapping expects; a single bad row is returned as rejected.
    public mutating func feed(_ chunk: some Collection<UInt8>) throws(ExportError) -> [RowItem] {
        records.append(chunk)
        return try drain(isFinal: false)
    }

    /// Ends the file and returns the last row where its line end is missing.
    ///
    /// - Throws: as ``feed(_:)``, and where the file has no header row.
    public mutating func finish() throws(ExportError) -> [RowItem] {
        let items = try drain(isFinal: true)
        guard header != nil else {
            throw ExportError(.empty, "the file is empty; expected a header row with the names of the columns")
        }
        return items
    }

    private mutating func drain(isFinal: Bool) throws(ExportError) -> [RowItem] {
        guard try begin(isFinal: isFinal) else { return [] }
        var items: [RowItem] = []
        while let record = records.next(isFinal: isFinal) {
            if let item = try item(record) { items.append(item) }
        }
        return items
    }

    /// Reads the byte order mark.
    ///
    /// Returns false until there are enough bytes to decide.
    private mutating func begin(isFinal: Bool) throws(ExportError) -> Bool {
        guard !hasBegun else { return true }
        let first = Array(records.pending.prefix(3))
        guard first.count == 3 || isFinal else { return false }
        if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) { throw CSVRows.utf16 }
        if first == [0xEF, 0xBB, 0xBF] { records.drop(3) }
        hasBegun = true
        return true
    }

    private mutating func item(_ record: CSVRecord) throws(ExportError) -> RowItem? {
        if let header { return row(holdsRows(record, header) ? records.firstLine(of: record) : record, header) }
        if linesToSkip > 0 {
            linesToSkip -= 1
        } else if !record.isBlank, !CSVRows.namesDelimiter(record) {
            header = try readHeader(record)
        }
        return nil
    }

    /// Returns whether the record is the line `sep=;`, which tells Excel the delimiter.
    private static func namesDelimiter(_ record: CSVRecord) -> Bool {
        record.raw.count == 5 && record.raw.starts(with: Array("sep=".utf8))
    }

    private static let utf16 = ExportError(
        .encoding,
        "the file is UTF-16 (Excel's 'Unicode text'): save it as 'CSV UTF-8', or export it as CSV"
    )
}

// MARK: Header and rows

extension CSVRows {
    private func readHeader(_ record: CSVRecord) throws(ExportError) -> CSVHeader {
        guard record.defect != .tooManyColumns else {
            throw ExportError(
                .tooManyColumns,
                "the header has more than \(limits.columns) columns: is this the right file?"
            )
        }
        guard record.defect == nil, !record.raw.contains(0), let encoding = encoding(of: record.raw) else {
            throw ExportError(
                .badHeader,
                "the header on line \(record.line) is not readable text: is this a CSV file, in \(dialect.encoding.rawValue)?"
            )
        }
        let names = record.cells.map { record.text(of: $0, encoding: encoding) }
        return try CSVHeader(names: names, columns: columns, delimiter: dialect.delimiter)
    }

    /// Returns nil for a blank line.
    private mutating func row(_ record: CSVRecord, _ header: CSVHeader) -> RowItem? {
        if record.isBlank { return nil }
        rowCount += 1
        if let defect = record.defect { return .rejected(rejection(record, defect)) }
        guard !record.raw.contains(0) else { return .rejected(rejection(record, .nul, CSVRows.nulMessage)) }
        guard let encoding = encoding(of: record.raw) else {
            return .rejected(rejection(record, .badEncoding, encodingMessage))
        }
        guard isRectangular(record, header) else {
            let message =
                "the row has \(record.cells.count) cells and the header \(header.count): is a delimiter missing, or does "
                + "a value with a delimiter lack its quotes?"
            return .rejected(rejection(record, .ragged, message))
        }
        return .row(
            Row(number: rowCount, line: record.line, raw: record.raw, content: .cells(cells(record, header, encoding)))
        )
    }

    /// Returns whether unrelated quotation marks have enclosed whole rows between them.
    private func holdsRows(_ record: CSVRecord, _ header: CSVHeader) -> Bool {
        guard record.lineBreaks > 0 else { return false }
        if record.defect == .tooManyColumns { return true }
        guard record.defect == nil else { return false }
        if !isRectangular(record, header) { return true }
        return CSVLines(record.raw, delimiter: dialect.delimiter).holdRows { cells in
            guard cells.count >= header.count else { return false }
            guard cells[header.count...].allSatisfy(\.isEmpty) else { return false }
            // Prose has a blank after each comma, and no dates where the mapping expects them.
            let isSpaced = cells.dropFirst().allSatisfy { $0.first == UInt8(ascii: " ") }
            return !isSpaced || moments?.mayStand(in: cells, header.positions) ?? true
        }
    }

    private func cells(_ record: CSVRecord, _ header: CSVHeader, _ encoding: Encoding) -> [String] {
        header.positions.map { position in
            guard let position, position < record.cells.count else { return "" }
            return CellText.cleaned(record.bytes(of: record.cells[position]), encoding: encoding)
        }
    }

    /// Returns whether the number of cells is right. Surplus cells are accepted where empty, as after a trailing
    /// delimiter.
    private func isRectangular(_ record: CSVRecord, _ header: CSVHeader) -> Bool {
        record.cells.count >= header.count && record.cells[header.count...].allSatisfy { $0.start == $0.end }
    }

    private func encoding(of raw: [UInt8]) -> Encoding? {
        guard dialect.encoding == .utf8 else { return dialect.encoding }
        return raw.withUnsafeBytes(Encoding.isUTF8) ? .utf8 : dialect.otherwise
    }

    private func rejection(_ record: CSVRecord, _ code: RowError.Code, _ message: String) -> RowError {
        RowError(row: rowCount, line: record.line, code: code, message: message, raw: record.raw)
    }

    private func rejection(_ record: CSVRecord, _ defect: CSVRecord.Defect) -> RowError {
        switch defect {
        case .badQuotes:
            rejection(
                record,
                .badQuotes,
                "a quotation mark is opened and not closed in its cell: double the quotes inside a value, or set "
                    + "`csv: { quotes: none }` in the mapping where the system quotes nothing; a value of several lines whose "
                    + "lines look like rows must stand on one line"
            )
        case .tooLong:
            rejection(record, .tooLong, "the row is longer than \(limits.rowBytes) bytes: is a line end missing?")
        case .tooManyColumns:
            rejection(record, .tooManyColumns, "the row has more than \(limits.columns) cells: is a line end missing?")
        }
    }

    private static let nulMessage =
        "the row holds NUL bytes: the export is damaged, or is not text; export it again"

    private var encodingMessage: String {
        "the row is not UTF-8: export as UTF-8, or set `csv: { otherwise: windows-1252 }` in the mapping"
    }
}
