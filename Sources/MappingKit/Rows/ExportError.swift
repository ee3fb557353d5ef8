/// The reason why a whole export cannot be read: none of it is taken, and a person has to look at it.
public struct ExportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of reasons why a whole export is refused.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// No header row, or no JSON.
        case empty
        /// The header lacks a column that the mapping reads and does not list as optional.
        case missingColumn = "missing-column"
        /// A column that the mapping reads is twice in the header.
        case doubledColumn = "doubled-column"
        /// The header has more columns than ``RowLimits/columns``.
        case tooManyColumns = "too-many-columns"
        /// The header is one cell with another delimiter in it.
        case wrongDelimiter = "wrong-delimiter"
        /// The file is UTF-16.
        case encoding
        /// The header is not readable text in the mapping's encoding.
        case badHeader = "bad-header"
        /// The file is not an array of objects, or was cut off.
        case notJSON = "not-json"
    }

    /// The kind of reason, for programs; ``message`` is for people.
    public var code: Code
    /// The expected content and the remedy; it may name columns, but never quotes their values.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
