public import BusProtocol
public import SafeguardingModel

/// Where an agency's events wait until the aggregator has settled them.
///
/// Whatever a method has done is on disk when it returns. A method that throws is called again a second later.
public protocol OutboxPort: Sendable {
    /// Which line of numbers it is, and how far that is settled.
    func state() async throws -> OutboxState
    /// The events after a number, in order and without gaps; none: there are no more for now.
    func nextBatch(after number: UInt64, limit: Int) async throws -> [OutboxEvent]
    /// Writes down, in one transaction, that all up to a number is settled, and which of these were refused, and why.
    func settled(through number: UInt64, refused: [RefusedEvent]) async throws
    /// Keeps a notice. One with a number that is there already is the same one.
    func notice(_ notice: NumberedNotice) async throws
    /// Begins a new epoch with everything that is still held, since the aggregator was restored from a copy that ends at
    /// this number of the old one. Whoever owns the publisher makes a new one, which greets with the new epoch.
    func aggregatorFellBack(to number: UInt64) async throws
}

extension OutboxPort {
    /// An outbox that keeps nothing of what was settled has nothing to say again, and waits.
    public func aggregatorFellBack(to number: UInt64) async throws {}
}

/// What an outbox remembers of its talk with the aggregator.
public struct OutboxState: Hashable, Sendable {
    /// A random number; new whenever the outbox is made, or restored from a copy.
    public var epoch: UInt64
    /// The highest number that is settled; 0 for none.
    public var settled: UInt64
    /// The highest number in the outbox; 0 for none.
    public var last: UInt64
    /// The number of the last notice kept; 0 for none.
    public var lastNotice: UInt64

    /// Names everything.
    public init(epoch: UInt64, settled: UInt64 = 0, last: UInt64 = 0, lastNotice: UInt64 = 0) {
        self.epoch = epoch
        self.settled = settled
        self.last = last
        self.lastNotice = lastNotice
    }
}

/// Stores a batch that has been read, and says of each of its events what became of it.
public typealias Storing = @Sendable () async -> [Verdict]

/// Where the gateway has events stored.
///
/// Its methods begin on the gateway's own thread: whoever does more than hand on awaits another actor first.
public protocol EventSink: Sendable {
    /// Reads a batch, storing nothing yet; the gateway may have the next one read while this one is being stored.
    ///
    /// What it gives back stores the batch and says, event by event, what became of it; only what is on disk may be called
    /// stored or refused. Numbers of one outbox come in order, without gaps, and one batch at a time. After an event that
    /// is unavailable the rest of that outbox's events in the batch must be unavailable too. A batch that is read may
    /// never be stored.
    func read(_ batch: [Arrival]) async -> Storing
    /// Reads and stores a few events on the gateway's own thread, while nothing else is being read or stored, and says what
    /// became of each, as above; nil: it would have to wait for more than the disk, and they are handed in the other way.
    func storeNow(_ batch: [Arrival]) -> [Verdict]?
    /// How far an outbox is settled, and which events after a number were refused: of many the first thousand will do.
    func standing(of outbox: OutboxID, after number: UInt64) async throws -> OutboxProgress
}

extension EventSink {
    /// A sink that is read and stored into elsewhere, always.
    public func storeNow(_ batch: [Arrival]) -> [Verdict]? { nil }
}

/// Where the gateway finds what is to be said to agencies.
public protocol NoticeSource: Sendable {
    /// The agency's notices after a number that it has not yet kept, in order; none: there are no more for now.
    func notices(for agency: AgencyName, after number: UInt64, limit: Int) async throws -> [NumberedNotice]
    /// The agency has kept its notices up to a number. May come twice, and out of order.
    func noted(by agency: AgencyName, through number: UInt64) async throws
}

/// Where the feed finds the journal, and takes decisions.
public protocol JournalFeed: Sendable {
    /// The last position; 0 for an empty journal.
    func end() async throws -> UInt64
    /// Entries from a position on, in order and without gaps, with no more than `bytes` of bodies unless the first alone has
    /// more.
    func read(from position: UInt64, limit: Int, bytes: Int) async throws -> [FeedEntry]
    /// Writes a decision into the journal and gives its position. The same request of the same name is the same decision.
    func decide(_ decision: [UInt8], by name: AgencyName, request: UInt64) async throws(Fault) -> UInt64
}
