public import SafeguardingModel

/// A journal entry as it is on disk and as followers receive it: its kind, its sender, its bytes.
public struct StoredEntry: Hashable, Sendable {
    public enum Kind: Int64, Hashable, Sendable, CaseIterable {
        case event = 1
        case decision = 2
        case configuration = 3
        case tick = 4

        public var word: String {
            switch self {
            case .event: "event"
            case .decision: "decision"
            case .configuration: "configuration"
            case .tick: "tick"
            }
        }

        public init?(word: String) {
            guard let kind = Kind.allCases.first(where: { $0.word == word }) else { return nil }
            self = kind
        }
    }

    public var position: Int64
    public var at: Instant
    public var kind: Kind
    /// The agency whose key sent it; for decisions `desk` or the operator's name.
    public var agency: AgencyName
    /// An event as it was sent; a decision or a configuration as JSON; empty for a tick.
    public var body: [UInt8]

    public init(position: Int64, at: Instant, kind: Kind, agency: AgencyName, body: [UInt8]) {
        self.position = position
        self.at = at
        self.kind = kind
        self.agency = agency
        self.body = body
    }
}
