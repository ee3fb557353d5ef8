/// Something about a rule file that its author should look at.
public struct RuleRemark: Hashable, Sendable, CustomStringConvertible {
    public enum Weight: String, Hashable, Sendable {
        /// The rule cannot be read, or cannot do what it says.
        case fault
        /// It works, and is probably not what was meant.
        case warning
    }

    public let file: String
    /// From 1; 0 where it concerns the file as a whole.
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
