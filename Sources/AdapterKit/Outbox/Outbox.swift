import DaemonKit
import GRDB
import SafeguardingModel
import Synchronization

/// The events of the agency that the aggregator has not acknowledged yet, on disk from the moment they were taken.
///
/// It also remembers everything that makes taking a row or event twice harmless: what was published under which name,
/// which files were read, which rows were rejected. Each step is one transaction, so after a crash at any point the
/// same files give the same events, each once.
///
/// SQLite in WAL mode, `synchronous=FULL` set after opening and read back; one connection that reads, writes and
/// checkpoints.
///
/// ## Topics
/// - ``take(_:_:at:)``, ``accept(_:at:)``: take in rows of a file, and events from the local HTTP address
/// - ``pending(after:limit:)``, ``settle(through:refused:at:)``: read and settle events for the bus
/// - ``epoch``: names one run of numbers from 1; new whenever the outbox is made or restored from a copy
public final class Outbox: Sendable {
    let database: DatabaseQueue
    /// The path of `outbox.sqlite`.
    public let path: String
    /// The bounds of this outbox, which do not change while it is open.
    public let limits: OutboxLimits
    let state: Mutex<State>

    struct State {
        var epoch: UInt64 = 0
        var settled: UInt64 = 0
        var last: UInt64 = 0
        var pending = 0
        var bytes = 0
        /// Bytes of settled events that are kept for a while.
        var kept = 0
        var onGrowth: (@Sendable () -> Void)?
    }

    /// Opens the outbox in an existing folder, or makes it; begins a new epoch where the file is not the one that was
    /// left.
    ///
    /// - Throws: ``OutboxError/unusable(path:reason:)`` where it is no outbox, or where commits would not survive a power
    ///   cut.
    public init(folder: String, limits: OutboxLimits = OutboxLimits()) throws(OutboxError) {
        let path = "\(folder)/outbox.sqlite"
        self.path = path
        self.limits = limits
        do {
            database = try Outbox.open(path)
            try Outbox.migrator.migrate(database)
            state = Mutex(State())
            try adoptEpoch(EpochFile(beside: path))
        } catch {
            throw OutboxError(error, path: path)
        }
    }

    /// The random number that names this run of event numbers to the aggregator.
    public var epoch: UInt64 { state.withLock { $0.epoch } }
    /// The highest number that is settled: acknowledged or refused. 0 for none.
    public var settled: UInt64 { state.withLock { $0.settled } }
    /// The last number given in this epoch; 0 for none.
    public var last: UInt64 { state.withLock { $0.last } }

    /// The bytes of settled events that are kept, to be sent again to an aggregator that was restored from a copy.
    public var keptBytes: Int { state.withLock { $0.kept } }

    /// The events that are not acknowledged: their number and their bytes.
    public var load: (events: Int, bytes: Int) { state.withLock { ($0.pending, $0.bytes) } }

    /// Calls `action` after every transaction that took events in.
    public func onGrowth(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.onGrowth = action }
    }

    /// Closes the file.
    ///
    /// Nothing depends on this: every acknowledged write is on disk.
    public func close() {
        try? database.close()
    }
}

// MARK: Opening

extension Outbox {
    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Durable.configuration("outbox")
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try Durable.demand(of: queue)
        return queue
    }

    /// Returns the connection's present `PRAGMA synchronous`: 2 is FULL.
    package func synchronous() throws -> Int? { try Durable.synchronous(database) }
}

// MARK: Transactions

extension Outbox {
    /// Runs one transaction; its changes are on disk when it returns.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(OutboxError)
        -> Value
    {
        do {
            return try await database.write(body)
        } catch {
            throw OutboxError(error, path: path)
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(OutboxError)
        -> Value
    {
        do {
            return try await database.read(body)
        } catch {
            throw OutboxError(error, path: path)
        }
    }
}
