import GRDB
import SafeguardingModel
import Synchronization

/// What the agency knows and the aggregator has not acknowledged yet, on disk from the moment it was taken.
///
/// It also remembers everything that makes taking a thing twice harmless: what was published under which name, which
/// files were read, which rows were rejected. All of one step is one transaction, so that after a crash at any point the
/// same files give the same events, each once.
///
/// SQLite in WAL mode, `synchronous=FULL` set after opening and read back; one connection that reads, writes and
/// checkpoints.
///
/// ## Topics
/// - ``take(_:)``, ``accept(_:at:)``: what a file or the local HTTP address brings
/// - ``events(after:limit:)``, ``settle(through:refused:at:)``: what the bus takes away
/// - ``epoch``: the line along which numbers run; new whenever the outbox is made or restored from a copy
public final class Outbox: Sendable {
    let database: DatabaseQueue
    public let path: String
    public let limits: OutboxLimits
    let state: Mutex<State>

    struct State {
        var epoch: UInt64 = 0
        var settled: UInt64 = 0
        var last: UInt64 = 0
        var pending = 0
        var bytes = 0
        /// Bytes of what is settled and kept for a while.
        var kept = 0
        var onGrowth: (@Sendable () -> Void)?
    }

    /// Opens the outbox in a folder, or makes it.
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

    /// The random number that names this outbox to the aggregator.
    public var epoch: UInt64 { state.withLock { $0.epoch } }
    /// The highest number that is settled: acknowledged or refused.
    public var settled: UInt64 { state.withLock { $0.settled } }
    /// The last number given.
    public var last: UInt64 { state.withLock { $0.last } }

    /// How many bytes of what is settled are kept, to be said again to an aggregator that was restored from a copy.
    public var keptBytes: Int { state.withLock { $0.kept } }

    /// How much is not acknowledged: events and bytes.
    public var load: (events: Int, bytes: Int) { state.withLock { ($0.pending, $0.bytes) } }

    /// Whether another event of this size may be taken.
    public func hasRoom(for bytes: Int = 0) -> Bool {
        state.withLock { $0.pending < limits.events && $0.bytes + bytes <= limits.bytes }
    }

    /// Calls this after every transaction that took events in.
    public func onGrowth(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.onGrowth = action }
    }

    /// Ends the use of the file.
    ///
    /// Nothing needs it: whatever was promised is on disk.
    public func close() {
        try? database.close()
    }
}

// MARK: Opening

extension Outbox {
    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "outbox"
        configuration.busyMode = .timeout(5)
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try demandDurability(of: queue, path: path)
        return queue
    }

    /// Set after opening, because GRDB sets `synchronous` back while it prepares WAL; and read back, to be sure.
    private static func demandDurability(of queue: DatabaseQueue, path: String) throws {
        let synchronous = try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            return try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        }
        guard synchronous == 2 else { throw OutboxError.notDurable(path: path, synchronous: synchronous) }
    }

    /// The value of `PRAGMA synchronous` as the connection has it now: 2 is FULL.
    package func synchronous() throws -> Int? {
        try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
}

// MARK: Transactions

extension Outbox {
    /// One transaction; on disk when it returns.
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
