public import SafeguardingModel

/// Why one event will never be stored.
///
/// Its number counts as settled; the sender corrects the event and sends it anew.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable word: `missing-field`, `wrong-source`, ...
    public var code: String
    /// Where in the event: `$.data.child.born`; `$` for the event as a whole.
    public var path: String
    /// A sentence for the person who has to mend it.
    public var message: String

    /// Names what is wrong, and where.
    public init(code: String, path: String = "$", message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    public var description: String { "\(code) at \(path): \(message)" }
}

extension Refusal {
    /// Codes that the gateway itself gives, before anybody reads the event.
    public enum Code {
        /// The event has more bytes than the aggregator takes.
        public static let tooLarge = "too-large"
        /// The event has no bytes: its sender withholds what it knows to be too large, or sent nothing.
        public static let empty = "empty"
    }

    /// An event of so many bytes, where fewer are allowed.
    public static func tooLarge(bytes: Int, limit: Int) -> Refusal {
        Refusal(
            code: Code.tooLarge,
            message:
                "The event has \(bytes) bytes, and no more than \(limit) are allowed. Send what is needed, not the file."
        )
    }

    /// An event without content.
    public static func empty(limit: Int) -> Refusal {
        Refusal(
            code: Code.empty,
            message:
                "The event is empty. A sender leaves out an event of more than \(limit) bytes: shorten it and send it anew."
        )
    }

    /// The refusal as it travels.
    public var json: JSONValue { ["code": .string(code), "path": .string(path), "message": .string(message)] }

    init(_ json: JSONValue) {
        code = json["code"]?.string ?? "unknown"
        path = json["path"]?.string ?? "$"
        message = json["message"]?.string ?? ""
    }
}

/// One refused event.
public struct RefusedEvent: Hashable, Sendable {
    /// The event's number in its epoch.
    public var sequence: UInt64
    /// What is wrong with it.
    public var refusal: Refusal

    /// Names an event by its number.
    public init(sequence: UInt64, refusal: Refusal) {
        self.sequence = sequence
        self.refusal = refusal
    }
}
