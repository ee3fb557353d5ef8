/// The reason why an event is refused, or a warning about one that is accepted: a code for programs, a place, a
/// sentence for people.
///
/// Neither the path nor the sentence repeats what the event says of anybody.
public struct EventError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sort of fault, by which programs decide.
    public var code: Code
    /// The place as a JSON path: `$.data.child.born`; `$` for the event as a whole.
    ///
    /// A member whose name the format does not know is written `*`.
    public var path: String
    /// One sentence that says what is expected there.
    public var message: String

    public init(code: Code, path: String, message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    public var description: String { "\(code.rawValue) at \(path): \(message)" }
}

extension EventError {
    /// The sort of fault, for programs to decide by.
    ///
    /// The spelling is part of the protocol and keeps its meaning.
    public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
        case notJSON = "not-json"
        case notUTF8 = "not-utf8"
        case tooLarge = "too-large"
        case tooDeep = "too-deep"
        case tooLong = "too-long"
        case tooMany = "too-many"
        case duplicateMember = "duplicate-member"
        case wrongType = "wrong-type"
        case missingField = "missing-field"
        case badVersion = "bad-version"
        case badSource = "bad-source"
        case unknownType = "unknown-type"
        case badTime = "bad-time"
        case badValue = "bad-value"
        case checkDigit = "check-digit"
        case unusableKey = "unusable-key"
        case unknownRole = "unknown-role"
        case blamingWords = "blaming-words"

        /// Whether an event with this fault is accepted all the same.
        public var isWarning: Bool {
            switch self {
            case .checkDigit, .unusableKey, .unknownRole, .blamingWords: true
            default: false
            }
        }
    }
}

extension EventError.Code {
    /// A sentence for the sender with the remedy.
    public var advice: String {
        switch self {
        case .blamingWords:
            "Say what happened and who did it. It is sent as it stands: what somebody wrote stays what they wrote."
        case .notJSON: "Send one complete JSON object and nothing after it."
        case .notUTF8: "Convert the export to UTF-8 before it is mapped; it is probably Windows-1252 or Latin-1."
        case .tooLarge: "Send the facts and not the documents: an event has at most 1 MiB."
        case .tooDeep: "Flatten it: no part of an event needs more than a few levels."
        case .tooLong: "Shorten the text at the path; long reports stay in the system that owns them."
        case .tooMany: "Send fewer items in one event, or several events."
        case .duplicateMember: "Name each member once; two with one name could be read in two ways."
        case .wrongType: "Send the type of value that the sentence names."
        case .missingField: "Fill the field at the path, or do not send the event until it is known."
        case .badVersion: "Set `specversion` to the text `1.0`."
        case .badSource: "Begin `source` with `/` and the name under which your agency's key is registered."
        case .unknownType: "Use one of the types that the sentence lists."
        case .badTime: "Send an RFC 3339 time with its offset, or a day together with `\"precision\": \"day\"`."
        case .badValue: "Send one of the values that the sentence names."
        case .checkDigit: "Nothing must be done; the number is kept, and links less. Check how it was typed."
        case .unknownRole:
            "Use a word of the table of roles, if one fits; the role is kept, and the person counts as an adult like any other."
        case .unusableKey: "Nothing must be done; the value is kept and joins nothing. Check how it was typed."
        }
    }
}
