import DaemonKit
import Foundation
internal import GRDB
import SafeguardingModel

extension DerivedFile {
    static func path(beside journal: String) -> String { Path.join(Path.parent(of: journal), "derived.sqlite") }

    /// Opens the file, or makes it anew and returns the reason.
    static func open(_ path: String, of journal: Journal) throws -> (DatabasePool, madeAnew: String?) {
        guard Files.exists(path) else {
            let last = journal.last
            try make(path) { try setBroadcast(through: last, in: $0) }
            return (try pool(path), last == 0 ? nil : "it does not exist")
        }
        let reason: String
        do {
            let found = try pool(path)
            guard let fault = try found.read({ try fault(in: $0, of: journal) }) else {
                try migrator.migrate(found)
                return (found, nil)
            }
            try found.close()
            reason = fault
        } catch let error as DatabaseError where error.isDamage {
            reason = "\(error)"
        }
        try setAside(path)
        let last = journal.last
        try make(path) { try setBroadcast(through: last, in: $0) }
        return (try pool(path), reason)
    }

    /// Moves the file away, so that the next start makes it anew. One such file is kept.
    public func setAside() throws(JournalError) {
        do { try DerivedFile.setAside(path) } catch { throw JournalError(error, path: path) }
    }

    private static func setAside(_ path: String) throws {
        for ending in ["", "-wal", "-shm"] {
            try Files.remove("\(path).set-aside\(ending)")
            if Files.exists(path + ending) { try Files.move(path + ending, to: "\(path).set-aside\(ending)") }
        }
    }

    private static func setBroadcast(through position: Position, in database: Database) throws {
        try database.execute(sql: "UPDATE judged SET told = ?", arguments: [position.number])
    }

    private static func pool(_ path: String) throws -> DatabasePool {
        var configuration = Durable.configuration("derived file", pageSize: 8192)
        configuration.maximumReaderCount = 4
        return try DatabasePool(path: path, configuration: configuration)
    }

    /// Makes the file under another name and puts it in place as a whole.
    private static func make(_ path: String, fill: (Database) throws -> Void) throws {
        let draft = "\(path).new"
        for ending in ["", "-journal"] { try Files.remove(draft + ending) }
        let queue = try DatabaseQueue(path: draft, configuration: Durable.configuration("new file", pageSize: 8192))
        try migrator.migrate(queue)
        try queue.write(fill)
        try queue.close()
        for ending in ["-wal", "-shm"] { try Files.remove(path + ending) }
        try Files.move(draft, to: path)
        Files.synchronizeFolder(of: path)
    }

    /// Returns the reason why the file cannot go on with this journal; nil if it can.
    static func fault(in database: Database, of journal: Journal) throws -> String? {
        guard try database.tableExists("judged") else { return "it is empty" }
        guard try !migrator.hasSchemaChanges(database) else {
            return "its tables are not those that this version makes"
        }
        guard let row = try Row.fetchOne(database, sql: "SELECT through, position, digest FROM judged") else {
            return "it does not say how far judgement had come"
        }
        if row.position(0) > journal.last {
            return "it says that judgement came to entry \(row.position(0)), and the journal ends at \(journal.last)"
        }
        let root = JournalRoot(position: row.position(1), digest: [UInt8](row[2] as Data))
        guard root.position > 0, try !journal.holds(root) else { return nil }
        return "it belongs to another journal, which had the root \(root)"
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 effects and notices") { try $0.execute(sql: schema) }
        return migrator
    }

    /// `told`: see ``broadcastThrough``. `position` and `digest`: the journal's root when effects were last recorded.
    private static let schema = """
        CREATE TABLE effect (
          position INTEGER NOT NULL, ordinal INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (position, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE judged (
          id INTEGER PRIMARY KEY CHECK (id = 1), through INTEGER NOT NULL, told INTEGER NOT NULL,
          position INTEGER NOT NULL, digest BLOB NOT NULL
        ) STRICT;
        INSERT INTO judged VALUES (1, 0, 0, 0, x'');
        CREATE TABLE notice (
          agency TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
          noted INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (agency, number), UNIQUE (agency, id)
        ) STRICT;
        """
}

// MARK: A journal of before

extension DerivedFile {
    /// Copies effects and notices out of the file of a journal that an earlier version wrote. A crash on the way leaves
    /// the journal as it is, and the next start begins again.
    static func carryOver(from journal: DatabasePool, to path: String) throws {
        if Files.exists(path) { try setAside(path) }
        try journal.read { old in
            try make(path) { new in
                try copy("effect", ["position", "ordinal", "body"], from: old, to: new)
                try copy("notice", ["agency", "number", "id", "body", "noted"], from: old, to: new)
                let through = try Int64.fetchOne(old, sql: "SELECT through FROM judged") ?? 0
                try new.execute(sql: "UPDATE judged SET through = ?", arguments: [through])
            }
        }
    }

    private static func copy(_ table: String, _ columns: [String], from old: Database, to new: Database) throws {
        let list = columns.joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let insert = try new.makeStatement(sql: "INSERT INTO \(table) (\(list)) VALUES (\(marks))")
        let rows = try Row.fetchCursor(old, sql: "SELECT \(list) FROM \(table)")
        while let row = try rows.next() { try insert.execute(arguments: StatementArguments(row.databaseValues)) }
    }

    /// Returns the path of the file that has this journal's effects; nil if there is none.
    static func readablePath(of journal: Journal) throws(JournalError) -> String? {
        let path = path(beside: journal.path)
        if try journal.read(Journal.holdsEffects) { return journal.path }
        return Files.exists(path) ? path : nil
    }
}

extension DatabaseError {
    /// Whether the file is not what was written, so that trying again cannot help.
    var isDamage: Bool {
        switch resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_FORMAT: true
        default: false
        }
    }
}
