import Foundation
internal import GRDB
public import SafeguardingModel
import Synchronization

/// The append-only record: every event, decision, configuration and tick, in one order, on disk before it is
/// acknowledged. It is the only input of judgement.
///
/// SQLite in WAL mode with `synchronous=FULL`: one `fdatasync` a commit. Exactly one connection writes and checkpoints,
/// because SQLite before 3.51.3 can corrupt a WAL that two connections checkpoint.
///
/// ## Topics
/// - ``append(_:at:)``: a batch in one transaction
/// - ``entries(from:limit:)``: what stands, in order
/// - ``record(_:notices:)``, ``effectTexts(after:limit:)``: what judgement made of it, for ``verify`` to compare
/// - ``root``, ``verifySeals(keptRoots:)``: what vouches for the whole, and the proof
/// - ``noted(_:through:)``, ``notices(for:after:limit:)``: what goes back to the agencies
public final class Journal: Sendable {
    let database: DatabasePool
    let path: String
    /// The writer's state: used only inside the writer's transactions, which SQLite runs one at a time, and at opening.
    let writing: Mutex<Writing>
    /// The durable end of the journal, for readers that must not wait for the writer.
    private let durable = Mutex<(last: Int64, at: Instant, seal: [UInt8])>((0, .distantPast, []))

    struct Writing {
        var last: Int64 = 0
        var lastAt: Instant = .distantPast
        var seal: [UInt8] = []
        var names = DuplicateIndex()
        var agencies: [AgencyName: Int64] = [:]
        /// Whether a commit is on the disk when it returns, as read back after the last setting.
        var isSynchronous = true
    }

    /// Opens the journal, or makes it. Reads the id of every event once (about 2 million a second).
    public init(path: String, readOnly: Bool = false) throws(JournalError) {
        self.path = path
        do {
            database = try Journal.open(path: path, readOnly: readOnly)
            if !readOnly { try Journal.migrator.migrate(database) }
            writing = Mutex(Writing())
            let state = try database.read { try Journal.load($0, names: !readOnly) }
            writing.withLock { $0 = state }
            publish()
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The position of the last entry; 0 for an empty journal.
    public var last: Int64 { durable.withLock { $0.last } }
    /// The time of the last entry.
    public var lastAt: Instant { durable.withLock { $0.at } }

    /// The root of the whole journal at this moment, to be kept elsewhere; nil for an empty journal.
    public var root: JournalRoot? {
        let (last, _, seal) = durable.withLock { $0 }
        return last > 0 && !seal.isEmpty ? JournalRoot(position: last, digest: seal) : nil
    }

    /// Makes the last commit visible in ``last``.
    func publish() {
        let (last, at, seal) = writing.withLock { ($0.last, $0.lastAt, $0.seal) }
        durable.withLock { if last >= $0.last { $0 = (last, at, seal) } }
    }

    /// Writes to the disk what is there already: proves that writing is possible again, and changes nothing.
    public func proveWritable() async throws(JournalError) {
        do {
            try await database.writeWithoutTransaction { database in
                try self.demandSync(in: database)
                try database.inTransaction {
                    try database.execute(sql: "UPDATE judged SET through = through")
                    return .commit
                }
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The value of `PRAGMA synchronous` as the writing connection has it now: 2 is FULL.
    package func synchronous() async throws -> Int? {
        try await database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    /// Checkpoints the write-ahead log into the file: for a moment in which nobody waits. Returns whether all of it
    /// was; pages that somebody still reads remain.
    public func checkpoint() async throws(JournalError) -> Bool {
        do {
            let (all, carried) = try await database.writeWithoutTransaction { try $0.checkpoint(.passive) }
            return carried >= all
        } catch {
            throw JournalError(error, path: path)
        }
    }

    public func close() {
        try? database.close()
    }
}

extension Journal {
    private static func open(path: String, readOnly: Bool) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.label = "journal"
        if !readOnly {
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA page_size = 8192")
                try database.execute(sql: "PRAGMA secure_delete = ON")
            }
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        if !readOnly { try demandDurability(of: pool, path: path) }
        return pool
    }

    /// GRDB's pool sets `synchronous` back to NORMAL while it opens, so it is set here and read back.
    private static func demandDurability(of pool: DatabasePool, path: String) throws {
        try pool.writeWithoutTransaction { database in
            // Sixteen megabytes: a small commit writes four pages, so that one in five hundred checkpoints the log;
            // with a larger log that would be rarer, and take longer for the commit that it hits.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 2000")
            try demandDurability(in: database, path: path)
        }
    }

    private static func demandDurability(in database: Database, path: String) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        guard synchronous == 2 else { throw JournalError.notDurable(path: path, synchronous: synchronous) }
    }

    /// Runs writes that can be derived again: their commits do not sync by themselves. The next commit that syncs takes
    /// them along, since all are in one log.
    func withoutSync(_ database: Database, _ body: () throws -> Void) throws {
        writing.withLock { $0.isSynchronous = false }
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
        let result = Result { try body() }
        try demandSync(in: database)
        try result.get()
    }

    /// Acts as after a failure to set it back: for tests.
    package func forgetSync() async throws {
        try await database.writeWithoutTransaction { database in
            self.writing.withLock { $0.isSynchronous = false }
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
    }

    /// Makes commits sync before anything is acknowledged, even if setting it back failed before.
    func demandSync(in database: Database) throws {
        guard !writing.withLock({ $0.isSynchronous }) else { return }
        try Journal.demandDurability(in: database, path: path)
        writing.withLock { $0.isSynchronous = true }
    }

    private static func load(_ database: Database, names: Bool) throws -> Writing {
        var state = Writing()
        if let row = try Row.fetchOne(database, sql: "SELECT position, at FROM entry ORDER BY position DESC LIMIT 1") {
            state.last = row[0]
            state.lastAt = Instant(milliseconds: row[1])
        }
        state.seal =
            try Data.fetchOne(database, sql: "SELECT digest FROM seal ORDER BY through DESC LIMIT 1").map {
                [UInt8]($0)
            } ?? []
        for row in try Row.fetchAll(database, sql: "SELECT id, name FROM agency") {
            state.agencies[AgencyName(rawValue: row[1])] = row[0]
        }
        if names { state.names = try loadNames(database, expecting: state.last) }
        return state
    }

    private static func loadNames(_ database: Database, expecting count: Int64) throws -> DuplicateIndex {
        var index = DuplicateIndex(capacity: Int(count) * 5 / 4)
        let rows = try Row.fetchCursor(database, sql: "SELECT names, through FROM name_run ORDER BY through")
        while let row = try rows.next() {
            let bytes = try row.withUnsafeData(atIndex: 0) { $0.map { [UInt8]($0) } ?? [] }
            guard NameRun(bytes: bytes).forEach({ index.insert($0, at: $1) }) else {
                throw JournalError.unreadable(position: row[1], reason: "the names of its commit are cut off")
            }
        }
        return index
    }
}

extension JournalError {
    init(_ error: any Error, path: String) {
        switch error {
        case let known as JournalError: self = known
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL: self = .full(path: path)
        case let error as DatabaseError where error.resultCode == .SQLITE_IOERR:
            self = .broken(path: path, reason: "\(error)")
        case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT:
            self = .broken(path: path, reason: "\(error)")
        default: self = .unusable(path: path, reason: "\(error)")
        }
    }
}
