/// The reason why a whole export cannot be read: none of it is taken, and a person has to look at it.
public struct ExportFault: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case empty
        case missingColumn = "missing-column"
        case doubledColumn = "doubled-column"
        case tooManyColumns = "too-many-columns"
        case wrongDelimiter = "wrong-delimiter"
        case encoding
        case badHeader = "bad-header"
        case notJSON = "not-json"
    }

    public var code: Code
    /// What was expected and what to do; it may name columns, but never quotes their values.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
