/// A remark on something in a rule file that its author should look at.
public struct RuleRemark: Hashable, Sendable, CustomStringConvertible {
    public enum Weight: String, Hashable, Sendable {
        /// The rule cannot be read, or cannot do what it says.
        case fault
        /// The rule works, but probably not as intended.
        case warning
    }

    public let file: String
    /// The line, from 1; 0 where the remark is about the whole file.
    public let line: Int
    public let weight: Weight
    public let message: String

    public init(file: String, line: Int, _ weight: Weight, _ message: String) {
        self.file = file
        self.line = line
        self.weight = weight
        self.message = message
    }

    public var description: String { "\(file)\(line > 0 ? ":\(line)" : ""): \(weight.rawValue): \(message)" }
}
