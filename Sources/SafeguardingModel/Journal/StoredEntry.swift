/// A journal entry as it is on disk and as followers receive it: its kind, its sender, its bytes.
public struct StoredEntry: Hashable, Sendable {
    /// The sort of an entry, by its word on the bus. A word of a later version is passed on, and read by nobody.
    public struct Kind: Hashable, Sendable {
        public let word: String

        public init(word: String) {
            self.word = word
        }

        public static let event = Kind(word: "event")
        public static let decision = Kind(word: "decision")
        public static let configuration = Kind(word: "configuration")
        public static let tick = Kind(word: "tick")
    }

    public var position: Position
    /// The moment at which the aggregator wrote it.
    public var at: Instant
    public var kind: Kind
    /// The agency whose key sent it; for decisions `desk` or the operator's name.
    public var agency: AgencyName
    /// An event as it was sent; a decision or a configuration as JSON; empty for a tick.
    public var body: [UInt8]

    public init(position: Position, at: Instant, kind: Kind, agency: AgencyName = "", body: [UInt8] = []) {
        self.position = position
        self.at = at
        self.kind = kind
        self.agency = agency
        self.body = body
    }
}
