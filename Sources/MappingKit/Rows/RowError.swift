/// The reason why one row, or one event of a row, was not taken: where it is, and how to mend it.
///
/// Everything but ``raw`` may be logged and shown; ``raw`` is the row itself and belongs into the quarantine file only.
public struct RowError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of reasons; the quarantine's file of reasons and the expectations of samples have these words.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Fewer cells than the header has, or more of which some are not empty.
        case ragged
        /// A quotation mark that is opened and not closed in its cell.
        case badQuotes = "bad-quotes"
        /// More bytes than ``RowLimits/rowBytes``.
        case tooLong = "too-long"
        /// More cells than ``RowLimits/columns``.
        case tooManyColumns = "too-many-columns"
        /// Not UTF-8, in a mapping that allows no other encoding.
        case badEncoding = "bad-encoding"
        /// NUL bytes: the export is damaged, or is not text.
        case nul
        /// Not JSON.
        case notJSON = "not-json"
        /// JSON, but not an object.
        case notAnObject = "not-an-object"
        /// No column of the record's key is filled.
        case noKey = "no-key"
        /// An empty value that is needed.
        case missingValue = "missing-value"
        /// Text where a whole number is needed.
        case badNumber = "bad-number"
        /// A list or an object where one value is needed.
        case notText = "not-text"
        /// A date in none of the mapping's formats, or outside the years 1900 to 2100.
        case badDate = "bad-date"
        /// A code that is not in its code list, or a flag that is neither yes nor no.
        case unknownCode = "unknown-code"
        /// The record was about another child before.
        case otherChild = "other-child"
        /// A check of the mapping's own (`checks`) failed.
        case checkFailed = "check-failed"
        /// The event is made, and the bus would refuse it.
        case refused
    }

    /// The number of the row; 1 for the first row below the header.
    public var row: Int
    /// The line of the file on which the row begins, from 1.
    public var line: Int
    /// The kind of reason, for programs; ``message`` is for people.
    public var code: Code
    /// The column of the export, as the mapping names it; empty where the fault concerns the row as a whole.
    public var column: String
    /// The field of the event, such as `data.grade`; empty where the fault concerns no field.
    public var field: String
    /// The event of the mapping that could not be made; empty where the row could not be read at all.
    public var event: String
    /// The expected value and the remedy, in a sentence without any value of the row.
    public var message: String
    /// The bytes of the row in the file.
    ///
    /// For the quarantine, never for a log.
    public var raw: [UInt8]

    public init(
        row: Int,
        line: Int,
        code: Code,
        column: String = "",
        field: String = "",
        event: String = "",
        message: String,
        raw: [UInt8]
    ) {
        self.row = row
        self.line = line
        self.code = code
        self.column = column
        self.field = field
        self.event = event
        self.message = message
        self.raw = raw
    }

    /// The place and what is expected, without any value of the row.
    ///
    /// `row 12 (line 14), column 'Risk': the value is not in the code list 'grade' ...`
    public var description: String {
        "row \(row) (line \(line))\(column.isEmpty ? "" : ", column '\(column)'"): \(message)"
    }
}
