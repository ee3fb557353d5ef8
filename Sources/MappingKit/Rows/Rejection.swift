/// The reason why one row, or one event of a row, was not taken: where it is, and how to mend it.
///
/// Everything but ``raw`` may be logged and shown; ``raw`` is the row itself and belongs into the quarantine file only.
public struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case ragged
        case badQuotes = "bad-quotes"
        case tooLong = "too-long"
        case tooManyColumns = "too-many-columns"
        case badEncoding = "bad-encoding"
        case nul
        case notJSON = "not-json"
        case notAnObject = "not-an-object"
        case noKey = "no-key"
        case missingValue = "missing-value"
        case notText = "not-text"
        case badDate = "bad-date"
        case unknownCode = "unknown-code"
        case otherChild = "other-child"
        case checkFailed = "check-failed"
        case refused
    }

    /// The number of the row; 1 for the first row below the header.
    public var row: Int
    /// The line of the file on which the row begins, from 1.
    public var line: Int
    public var code: Code
    /// The column of the export, as the mapping names it; empty where the fault concerns the row as a whole.
    public var column: String
    /// The field of the event, such as `data.grade`; empty where the fault concerns no field.
    public var field: String
    /// The event of the mapping that could not be made; empty where the row could not be read at all.
    public var event: String
    /// What was expected and how to mend it, in a sentence without any value of the row.
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
