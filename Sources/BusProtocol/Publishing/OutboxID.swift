public import SafeguardingModel

/// The identity of an outbox: an agency and an epoch, in which event numbers run from 1 without gaps.
public struct OutboxID: Hashable, Comparable, Sendable {
    /// The agency whose key sends the events.
    public var agency: AgencyName
    /// The random number that the outbox got when it was made.
    public var epoch: UInt64

    /// Makes an outbox's identity.
    public init(agency: AgencyName, epoch: UInt64) {
        self.agency = agency
        self.epoch = epoch
    }

    /// Orders by agency, then epoch; the order of epochs has no meaning, since they are random.
    public static func < (left: OutboxID, right: OutboxID) -> Bool {
        (left.agency, left.epoch) < (right.agency, right.epoch)
    }
}

/// An event as an outbox holds it.
public struct OutboxEvent: Hashable, Sendable {
    /// The event's number in the outbox's epoch.
    public var sequence: UInt64
    /// The event as JSON.
    public var body: [UInt8]

    /// Makes a numbered event.
    public init(sequence: UInt64, body: [UInt8]) {
        self.sequence = sequence
        self.body = body
    }
}

/// An event that the gateway has taken in, to be stored or to have its refusal stored.
public struct Arrival: Hashable, Sendable {
    /// The outbox that it came from.
    public var outbox: OutboxID
    /// Its number in the outbox's epoch: one more than that of the arrival before it.
    public var sequence: UInt64
    /// The event's bytes, not parsed.
    ///
    /// Empty if the gateway has refused it.
    public var body: [UInt8]
    /// The gateway's own refusal, if there is one: then only the refusal is stored.
    public var refusal: Refusal?

    /// Makes an arrival from all its parts.
    public init(outbox: OutboxID, sequence: UInt64, body: [UInt8], refusal: Refusal? = nil) {
        self.outbox = outbox
        self.sequence = sequence
        self.body = body
        self.refusal = refusal
    }
}

/// The outcome of storing an arrival.
public enum Verdict: Hashable, Sendable {
    /// The event is on disk, now or since its first arrival.
    case stored
    /// The event will never be stored, and its refusal is on disk.
    case refused(Refusal)
    /// Neither event nor refusal is on disk. No later event of the same outbox may be stored either.
    case unavailable
}

/// An outbox's progress as the disk has it.
public struct OutboxProgress: Hashable, Sendable {
    /// The highest number that is settled; 0 for an unknown outbox.
    public var acknowledged: UInt64
    /// The events refused after the number asked about, in order; if there are many, only the first.
    public var refused: [RefusedEvent]
    /// Whether ``refused`` lists all of them up to ``acknowledged``.
    public var isComplete: Bool

    /// Makes a progress from all its parts.
    public init(acknowledged: UInt64, refused: [RefusedEvent] = [], isComplete: Bool = true) {
        self.acknowledged = acknowledged
        self.refused = refused
        self.isComplete = isComplete
    }

    /// The number up to which every refusal is listed.
    var settled: UInt64 { isComplete ? acknowledged : refused.last?.sequence ?? 0 }
}

/// A notice on its way to an agency.
public struct NumberedNotice: Hashable, Sendable {
    /// The notice's number among all ever addressed to the agency; numbers rise, and may have gaps.
    public var number: UInt64
    /// The notice as JSON.
    public var json: [UInt8]

    /// Makes a numbered notice.
    public init(number: UInt64, json: [UInt8]) {
        self.number = number
        self.json = json
    }
}
