/// A mistake in a file that a person wrote: where it is, what was expected, and what to do.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file's name as it was given to the reader.
    public var file: String
    /// The line, counted from 1; 0 where the fault has no line (an empty file).
    public var line: Int
    /// One sentence on what was expected and what was found, without the place.
    public var message: String

    public init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    /// The fault on one line: `Config/rules/agencies-converge.yaml:12: unknown key 'sevrity', did you mean 'severity'?`
    public var description: String {
        line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
    }
}
