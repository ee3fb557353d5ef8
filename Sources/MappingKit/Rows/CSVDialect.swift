/// The form in which one system writes its CSV.
public struct CSVDialect: Hashable, Sendable {
    /// The byte between two cells; mappings may choose comma, semicolon, vertical bar and tab.
    public var delimiter: UInt8
    /// The encoding that the mapping states for the whole file.
    public var encoding: Encoding
    /// The encoding of a row that is not UTF-8 although `encoding` says so; nil rejects the row.
    public var otherwise: Encoding?
    /// The number of lines above the header, such as a title or the date of the report.
    public var skippedLines: Int
    /// Whether a quotation mark at the beginning of a cell encloses the cell, rather than being part of its text.
    public var hasQuotes: Bool

    public init(
        delimiter: UInt8 = UInt8(ascii: ","),
        encoding: Encoding = .utf8,
        otherwise: Encoding? = .windows1252,
        skippedLines: Int = 0,
        hasQuotes: Bool = true
    ) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.otherwise = otherwise
        self.skippedLines = skippedLines
        self.hasQuotes = hasQuotes
    }
}
