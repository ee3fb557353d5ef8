public import SafeguardingModel

/// The reason why an event will never be stored.
///
/// The event's number counts as settled; the sender corrects the event and sends it again.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable word: `missing-field`, `wrong-source`, ...
    public var code: String
    /// The place in the event: `$.data.child.born`; `$` for the event as a whole.
    public var path: String
    /// A sentence for the person who has to correct it.
    public var message: String

    /// Makes a refusal of what is wrong, and where.
    public init(code: String, path: String = "$", message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    public var description: String { "\(code) at \(path): \(message)" }
}

extension Refusal {
    /// The codes that the gateway itself gives, before the event is parsed.
    public enum Code {
        /// The event has more bytes than the aggregator takes.
        public static let tooLarge = "too-large"
        /// The event has no bytes: its sender withholds an event that it knows to be too large, or sent nothing.
        public static let empty = "empty"
    }

    /// Refuses an event that has more bytes than allowed.
    public static func tooLarge(bytes: Int, limit: Int) -> Refusal {
        Refusal(
            code: Code.tooLarge,
            message:
                "The event has \(bytes) bytes, and no more than \(limit) are allowed. Send what is needed, not the file."
        )
    }

    /// Refuses an event without content.
    public static func empty(limit: Int) -> Refusal {
        Refusal(
            code: Code.empty,
            message:
                "The event is empty. A sender leaves out an event of more than \(limit) bytes: shorten it and send it anew."
        )
    }

    /// The refusal as it is sent.
    public var json: JSONValue { ["code": .string(code), "path": .string(path), "message": .string(message)] }

    init(_ json: JSONValue) {
        code = json["code"]?.string ?? "unknown"
        path = json["path"]?.string ?? "$"
        message = json["message"]?.string ?? ""
    }
}

/// A refused event.
public struct RefusedEvent: Hashable, Sendable {
    /// The event's number in its epoch.
    public var sequence: UInt64
    /// The reason.
    public var refusal: Refusal

    /// Makes a refused event.
    public init(sequence: UInt64, refusal: Refusal) {
        self.sequence = sequence
        self.refusal = refusal
    }
}
