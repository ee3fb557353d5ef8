public import SafeguardingModel

/// An entry of the journal on its way to a follower, with its body as in the journal, not parsed.
public struct FeedEntry: Hashable, Sendable {
    /// The entry's number: 1, 2, 3 ..., without gaps.
    public var position: UInt64
    /// The moment at which the aggregator wrote it.
    public var at: Instant
    /// The kind: `event`, `decision`, `configuration`, `tick`; unknown kinds of later versions are passed on.
    public var kind: String
    /// The agency whose event it is; empty for anything else.
    public var agency: String
    /// The event as it was sent; a decision or a configuration as JSON; nothing for a tick.
    public var body: [UInt8]

    /// Makes an entry from all its parts.
    public init(position: UInt64, at: Instant, kind: String, agency: String = "", body: [UInt8] = []) {
        self.position = position
        self.at = at
        self.kind = kind
        self.agency = agency
        self.body = body
    }
}

extension FeedEntry {
    /// The kinds of entries that this version writes.
    public enum Kind {
        /// An agency's event; the body is its bytes as they were sent.
        public static let event = "event"
        /// A person's decision, as JSON.
        public static let decision = "decision"
        /// Agencies, rules and settings from this entry on, as JSON.
        public static let configuration = "configuration"
        /// Time alone, written when a deadline has come; the body is empty.
        public static let tick = "tick"
    }

    /// The number of frames that an entry takes in its message.
    static let frameCount = 4

    var frames: [[UInt8]] {
        [UInt64(clamping: at.milliseconds).frame, kind.frame, agency.frame, body]
    }

    init(position: UInt64, from reader: inout FrameReader) throws(MalformedMessageError) {
        self.position = position
        at = Instant(milliseconds: Int64(clamping: try reader.number("time")))
        kind = try reader.text("kind")
        agency = try reader.text("agency")
        body = try reader.bytes("body")
    }
}
