public import SafeguardingModel

/// One outbox of one agency: a line along which event numbers run from 1, without gaps.
public struct OutboxID: Hashable, Comparable, Sendable {
    /// The agency whose key sends.
    public var agency: AgencyName
    /// The random number that the outbox was born with.
    public var epoch: UInt64

    /// Names an outbox.
    public init(agency: AgencyName, epoch: UInt64) {
        self.agency = agency
        self.epoch = epoch
    }

    public static func < (left: OutboxID, right: OutboxID) -> Bool {
        (left.agency, left.epoch) < (right.agency, right.epoch)
    }
}

/// An event as an outbox holds it.
public struct OutboxEvent: Hashable, Sendable {
    /// Its number in the outbox's epoch.
    public var sequence: UInt64
    /// Its JSON.
    public var body: [UInt8]

    /// Numbers an event.
    public init(sequence: UInt64, body: [UInt8]) {
        self.sequence = sequence
        self.body = body
    }
}

/// An event that the gateway took in and now wants stored, or its refusal written down.
public struct Arrival: Hashable, Sendable {
    /// Whose it is, and by which line of numbers.
    public var outbox: OutboxID
    /// Its number there; always one more than that of the arrival before it.
    public var sequence: UInt64
    /// Its bytes, unread.
    ///
    /// Empty where it is refused already.
    public var body: [UInt8]
    /// Set where the gateway refuses the event by itself: nothing to store but the refusal.
    public var refusal: Refusal?

    /// Names everything.
    public init(outbox: OutboxID, sequence: UInt64, body: [UInt8], refusal: Refusal? = nil) {
        self.outbox = outbox
        self.sequence = sequence
        self.body = body
        self.refusal = refusal
    }
}

/// What became of an arrival.
public enum Verdict: Hashable, Sendable {
    /// It is on disk: now, or since it came the first time.
    case stored
    /// It will never be stored, and that is on disk.
    case refused(Refusal)
    /// Neither is on disk. Whatever comes after it from the same outbox must not be stored either.
    case unavailable
}

/// What the disk says about an outbox.
public struct OutboxProgress: Hashable, Sendable {
    /// The highest number that is settled; 0 for an outbox never heard of.
    public var acknowledged: UInt64
    /// Events refused after the number asked about, in order; of many only the first.
    public var refused: [RefusedEvent]
    /// Whether these are all up to ``acknowledged``.
    public var isComplete: Bool

    /// Names everything.
    public init(acknowledged: UInt64, refused: [RefusedEvent] = [], isComplete: Bool = true) {
        self.acknowledged = acknowledged
        self.refused = refused
        self.isComplete = isComplete
    }

    /// The number up to which every refusal has been named.
    var told: UInt64 { isComplete ? acknowledged : refused.last?.sequence ?? 0 }
}

/// A notice on its way to an agency.
public struct NumberedNotice: Hashable, Sendable {
    /// Its number among all notices ever addressed to the agency; they rise, and may have gaps.
    public var number: UInt64
    /// The notice as JSON.
    public var json: [UInt8]

    /// Numbers a notice.
    public init(number: UInt64, json: [UInt8]) {
        self.number = number
        self.json = json
    }
}
