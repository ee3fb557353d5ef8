/// How one system writes its CSV.
public struct CSVDialect: Hashable, Sendable {
    public var delimiter: UInt8
    public var encoding: Encoding
    /// What to make of a row that is not UTF-8 although the encoding says so; nil rejects it.
    public var otherwise: Encoding?
    /// Lines above the header: a title, the date of the report.
    public var skippedLines: Int
    /// Whether a quotation mark at the beginning of a cell is the cell's and not a letter of it.
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
