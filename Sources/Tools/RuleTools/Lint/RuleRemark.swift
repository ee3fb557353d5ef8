/// A remark on something in a rule file that its author should look at.
public struct RuleRemark: Hashable, Sendable, CustomStringConvertible {
    /// Whether the rule has to be mended, or the author has to look.
    public enum Weight: String, Hashable, Sendable {
        /// The rule cannot be read, or cannot do what it says.
        case fault
        /// The rule works, but probably not as intended.
        case warning
    }

    /// The rule file's name, as it was given to the check.
    public let file: String
    /// The line, from 1; 0 where the remark is about the whole file.
    public let line: Int
    /// A fault fails the check of rule files; a warning does so only where the check is strict.
    public let weight: Weight
    /// One sentence for the author, without place and weight.
    public let message: String

    public init(file: String, line: Int, _ weight: Weight, _ message: String) {
        self.file = file
        self.line = line
        self.weight = weight
        self.message = message
    }

    public var description: String { "\(file)\(line > 0 ? ":\(line)" : ""): \(weight.rawValue): \(message)" }
}
