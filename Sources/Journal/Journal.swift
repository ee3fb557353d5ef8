import DaemonKit
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
/// - ``entries(from:limit:bytes:)``: the entries, in order
/// - ``root``, ``verifySeals(keptRoots:)``: proof that nothing was changed
/// - ``DerivedFile``: what judgement made of the entries
public final class Journal: SQLiteFile {
    let database: DatabasePool
    let path: String
    /// The writer's state: used only inside the writer's transactions, which SQLite runs one at a time, and at opening.
    let writing: Mutex<Writing>
    /// The durable end of the journal, for readers that must not wait for the writer.
    private let durable = Mutex<(last: Position, at: Instant, seal: [UInt8])>((0, .distantPast, []))
    /// The bytes appended since the last checkpoint, and whether one is under way.
    private let log = Mutex<(bytes: Int, isCheckpointing: Bool)>((0, false))

    struct Writing {
        var last: Position = 0
        var lastAt: Instant = .distantPast
        var seal: [UInt8] = []
        var names = DuplicateIndex()
        var agencies: [AgencyName: Int64] = [:]
    }

    /// Opens the journal, or makes it. Reads the id of every event once (about 2 million a second).
    public init(path: String, readOnly: Bool = false) throws(JournalError) {
        self.path = path
        do {
            database = try Journal.open(path: path, readOnly: readOnly)
            if !readOnly { try Journal.migrate(database, path: path) }
            writing = Mutex(Writing())
            let state = try database.read { try Journal.load($0, names: !readOnly) }
            writing.withLock { $0 = state }
            publish()
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The position of the last entry; 0 for an empty journal.
    public var last: Position { durable.withLock { $0.last } }
    /// The time of the last entry.
    public var lastAt: Instant { durable.withLock { $0.at } }

    /// The root of the whole journal at this moment, to be kept elsewhere; nil for an empty journal.
    public var root: JournalRoot? {
        let (last, _, seal) = durable.withLock { $0 }
        return last > 0 && !seal.isEmpty ? JournalRoot(position: last, digest: seal) : nil
    }

    /// Returns whether this was the journal's root when it ended there, as its seals say.
    func holds(_ root: JournalRoot) throws(JournalError) -> Bool {
        try read { database in
            let sql = "SELECT digest FROM seal WHERE through = ?"
            return try Data.fetchOne(database, sql: sql, arguments: [root.position.number]).map { [UInt8]($0) }
                == root.digest
        }
    }

    /// Makes the last commit visible in ``last``.
    func publish(bytes: Int = 0) {
        let (last, at, seal) = writing.withLock { ($0.last, $0.lastAt, $0.seal) }
        durable.withLock { if last >= $0.last { $0 = (last, at, seal) } }
        log.withLock { $0.bytes += bytes }
    }

    /// Writes to the disk what is there already: proves that writing is possible again, and changes nothing.
    public func proveWritable() throws(JournalError) {
        try write { try $0.execute(sql: "PRAGMA user_version = 0") }
    }

    public func close() {
        try? database.close()
    }
}

// MARK: The write-ahead log

extension Journal {
    /// Whether commits wait for a checkpoint at the moment.
    public var isCheckpointing: Bool { log.withLock { $0.isCheckpointing } }

    /// Whether so much was appended since the last checkpoint that another must not wait for a quiet moment.
    public var needsCheckpoint: Bool { log.withLock { $0.bytes > 16 << 20 } }

    /// Checkpoints the write-ahead log into the file. Returns whether all of it was; pages that somebody still reads
    /// remain.
    public func checkpoint() async throws(JournalError) -> Bool {
        log.withLock { $0 = (0, true) }
        defer { log.withLock { $0.isCheckpointing = false } }
        do {
            let (all, done) = try await database.writeWithoutTransaction { try $0.checkpoint(.passive) }
            return done >= all
        } catch {
            throw JournalError(error, path: path)
        }
    }

    private static func open(path: String, readOnly: Bool) throws -> DatabasePool {
        var configuration = Durable.configuration("journal", pageSize: 8192)
        configuration.readonly = readOnly
        configuration.maximumReaderCount = 4
        let pool = try DatabasePool(path: path, configuration: configuration)
        if !readOnly {
            try Durable.demand(of: pool)
            // No commit checkpoints, unless nobody did for 128 megabytes: an acknowledgement would wait for it.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 16384") }
        }
        return pool
    }

    private static func load(_ database: Database, names: Bool) throws -> Writing {
        var state = Writing()
        if let row = try Row.fetchOne(database, sql: "SELECT position, at FROM entry ORDER BY position DESC LIMIT 1") {
            state.last = row.position(0)
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

    private static func loadNames(_ database: Database, expecting last: Position) throws -> DuplicateIndex {
        var index = DuplicateIndex(capacity: Int(last.number) * 5 / 4)
        let rows = try Row.fetchCursor(database, sql: "SELECT names, through FROM name_run ORDER BY through")
        while let row = try rows.next() {
            let bytes = try row.withUnsafeData(atIndex: 0) { $0.map { [UInt8]($0) } ?? [] }
            guard NameRun(bytes: bytes).forEach({ index.insert($0, at: $1) }) else {
                throw JournalError.unreadable(position: row.position(1), reason: "the names of its commit are cut off")
            }
        }
        return index
    }
}
