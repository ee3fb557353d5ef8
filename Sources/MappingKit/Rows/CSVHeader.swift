/// The header row of a CSV file, matched against the columns that a mapping reads.
struct CSVHeader: Sendable {
    /// The position of each of the mapping's columns in a row; nil where the export lacks an optional column.
    let positions: [Int?]
    /// The number of columns that a row must have.
    let count: Int

    init(names: [String], columns: Columns, delimiter: UInt8) throws(ExportError) {
        let found = names.map(ColumnName.init)
        var positions: [Int?] = []
        var missing: [String] = []
        for name in columns.names {
            let matches = found.indices.filter { found[$0] == name }
            guard matches.count <= 1 else { throw CSVHeader.doubled(name) }
            if matches.isEmpty, !columns.optional.contains(name) { missing.append(name.text) }
            positions.append(matches.first)
        }
        guard missing.isEmpty else { throw CSVHeader.missing(missing, in: names, delimiter: delimiter) }
        self.positions = positions
        count = (found.lastIndex { !$0.folded.isEmpty } ?? -1) + 1
    }

    private static func doubled(_ name: ColumnName) -> ExportError {
        ExportError(
            .doubledColumn,
            "the column '\(name.text)' stands twice in the header: remove or rename one of them in the export"
        )
    }

    private static func missing(_ missing: [String], in names: [String], delimiter: UInt8) -> ExportError {
        if names.count == 1, let other = likelyDelimiter(in: names[0], besides: delimiter) {
            return ExportError(
                .wrongDelimiter,
                "the header has one column only and holds '\(other)': set `csv: { delimiter: \"\(other)\" }` in the mapping"
            )
        }
        let list = missing.map { "'\($0)'" }.joined(separator: ", ")
        return ExportError(
            .missingColumn,
            "the header lacks \(missing.count == 1 ? "the column" : "the columns") \(list): was it renamed in the export? "
                + "Name it in the mapping as the export does, or list it under `optional`"
        )
    }

    private static func likelyDelimiter(in text: String, besides delimiter: UInt8) -> Character? {
        [";", ",", "\t", "|"].first { text.contains($0) && $0.asciiValue != delimiter }
    }
}
