public import BusProtocol
public import SafeguardingModel

/// The store of an agency's events until the aggregator has settled them.
///
/// A method's work is on disk when it returns. A method that throws is called again a second later.
public protocol OutboxPort: Sendable {
    /// Returns the outbox's epoch and how far it is settled.
    func state() async throws -> OutboxState
    /// Returns the events after a number, in order and without gaps; none if there are no more for now.
    func nextBatch(after number: UInt64, limit: Int) async throws -> [OutboxEvent]
    /// Records, in one transaction, that all events up to a number are settled, and which were refused, with the
    /// reasons.
    func settled(through number: UInt64, refused: [RefusedEvent]) async throws
    /// Keeps a notice. A notice with a known number is the same notice.
    func notice(_ notice: NumberedNotice) async throws
    /// Begins a new epoch with all events still held, because the aggregator was restored from a copy that ends at this
    /// number of the old epoch. The publisher's owner makes a new publisher, which greets with the new epoch.
    func aggregatorFellBack(to number: UInt64) async throws
}

extension OutboxPort {
    /// Does nothing: an outbox that keeps no settled events has nothing to send again, and waits.
    public func aggregatorFellBack(to number: UInt64) async throws {}
}

/// An outbox's state of settlement.
public struct OutboxState: Hashable, Sendable {
    /// A random number; new whenever the outbox is made, or restored from a copy.
    public var epoch: UInt64
    /// The highest number that is settled; 0 for none.
    public var settled: UInt64
    /// The highest number in the outbox; 0 for none.
    public var last: UInt64
    /// The number of the last notice kept; 0 for none.
    public var lastNotice: UInt64

    /// Makes a state from all its parts.
    public init(epoch: UInt64, settled: UInt64 = 0, last: UInt64 = 0, lastNotice: UInt64 = 0) {
        self.epoch = epoch
        self.settled = settled
        self.last = last
        self.lastNotice = lastNotice
    }
}

/// A function that stores a batch that has been read, and returns a verdict for each of its events.
public typealias Storing = @Sendable () async -> [Verdict]

/// The store to which the gateway hands events.
///
/// Its methods begin on the gateway's own thread: an implementation with real work to do awaits another actor first.
public protocol EventSink: Sendable {
    /// Reads a batch without storing anything; the gateway may have the next one read while this one is being stored.
    ///
    /// The function that it returns stores the batch and gives a verdict for each event; only what is on disk may be
    /// called stored or refused. Numbers of one outbox come in order, without gaps, and one batch at a time. After an
    /// event that is unavailable the rest of that outbox's events in the batch must be unavailable too. A batch that is
    /// read may never be stored.
    func read(_ batch: [Arrival]) async -> Storing
    /// Reads and stores a few events on the gateway's own thread, while nothing else is being read or stored, and
    /// returns a verdict for each, as above; nil if it would wait for more than the disk: then they are handed in the
    /// other way.
    func storeNow(_ batch: [Arrival]) -> [Verdict]?
    /// Returns how far an outbox is settled, and which events after a number were refused: of many, the first thousand
    /// suffice.
    func standing(of outbox: OutboxID, after number: UInt64) async throws -> OutboxProgress
}

extension EventSink {
    /// Returns nil: by default a sink reads and stores elsewhere.
    public func storeNow(_ batch: [Arrival]) -> [Verdict]? { nil }
}

/// The source of notices to agencies.
public protocol NoticeSource: Sendable {
    /// Returns the agency's notices after a number that it has not yet kept, in order; none if there are no more for
    /// now.
    func notices(for agency: AgencyName, after number: UInt64, limit: Int) async throws -> [NumberedNotice]
    /// Notes that the agency has kept its notices up to a number. May be called twice, and out of order.
    func noted(by agency: AgencyName, through number: UInt64) async throws
}

/// The journal as the feed reads it and has decisions written to it.
public protocol JournalFeed: Sendable {
    /// Returns the last position; 0 for an empty journal.
    func end() async throws -> Position
    /// Returns entries from a position on, in order and without gaps, with no more than `bytes` of bodies unless the
    /// first alone has more.
    func read(from position: Position, limit: Int, bytes: Int) async throws -> [StoredEntry]
    /// Writes a decision into the journal and returns its position. The same request of the same name is the same
    /// decision.
    func decide(_ decision: [UInt8], by name: AgencyName, request: UInt64) async throws(ConnectionError) -> Position
}
