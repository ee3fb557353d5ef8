public import SafeguardingModel

/// The drafts that are appended in one transaction.
public struct Batch: Sendable {
    public var drafts: [Draft]
    /// The settled number of each outbox after this batch.
    public var marks: [OutboxMark]
    public var refusals: [RefusalRecord]

    public init(drafts: [Draft] = [], marks: [OutboxMark] = [], refusals: [RefusalRecord] = []) {
        self.drafts = drafts
        self.marks = marks
        self.refusals = refusals
    }

    /// An entry that has no position yet.
    public struct Draft: Sendable {
        public var kind: StoredEntry.Kind
        public var agency: AgencyName
        public var body: [UInt8]
        /// The event's id, by which a duplicate is found; nil for anything that is not an event.
        public var name: EventKey?
        /// The refusal that is written instead, in the same transaction, if an event with this id exists with other
        /// content.
        public var onConflict: RefusalRecord?

        public init(
            kind: StoredEntry.Kind,
            agency: AgencyName,
            body: [UInt8],
            name: EventKey? = nil,
            onConflict: RefusalRecord? = nil
        ) {
            self.kind = kind
            self.agency = agency
            self.body = body
            self.name = name
            self.onConflict = onConflict
        }
    }

    /// An event's id (`source`, `id`): the same pair is the same event for ever.
    public struct EventKey: Hashable, Sendable {
        public var source: String
        public var id: String
        public var hash: UInt64

        public init(source: String, id: String, hash: UInt64) {
            self.source = source
            self.id = id
            self.hash = hash
        }
    }

    /// The outcome of appending a draft.
    public enum Outcome: Hashable, Sendable {
        case stored(position: Position)
        /// The same event exists already, with the same content.
        case duplicate(of: Position)
        /// An event with this id exists already, with other content.
        case conflict(with: Position)
    }
}

/// The settled number of an agency's outbox: everything up to `seq` is durable here or refused for ever.
public struct OutboxMark: Hashable, Sendable {
    public var agency: AgencyName
    public var epoch: UInt64
    public var seq: UInt64

    public init(agency: AgencyName, epoch: UInt64, seq: UInt64) {
        self.agency = agency
        self.epoch = epoch
        self.seq = seq
    }
}

/// An event that was refused, and the reason. Its content stays with its sender.
public struct RefusalRecord: Hashable, Sendable {
    public var agency: AgencyName
    public var epoch: UInt64
    public var seq: UInt64
    public var code: String
    public var path: String
    public var message: String

    public init(agency: AgencyName, epoch: UInt64, seq: UInt64, code: String, path: String, message: String) {
        self.agency = agency
        self.epoch = epoch
        self.seq = seq
        self.code = code
        self.path = path
        self.message = message
    }
}
