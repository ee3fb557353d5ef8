internal import GRDB
import SafeguardingModel

extension Journal {
    /// Named migrations, in order. A migration that has shipped is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 entries") { database in
            try database.execute(sql: entries)
            try database.execute(sql: senders)
            try database.execute(sql: derived)
        }
        // It touches no reference between tables: checking all of them would read gigabytes before the first event.
        migrator.registerMigration("2 names by commit", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: names)
            try gatherNames(in: database)
            try database.execute(sql: "DROP TABLE entry_name")
        }
        // The tables were copied before: see ``DerivedFile``.
        migrator.registerMigration("3 derived file", foreignKeyChecks: .immediate) { database in
            for table in ["effect", "judged", "notice"] { try database.execute(sql: "DROP TABLE \(table)") }
        }
        return migrator
    }

    /// Whether an earlier version wrote the file last, and kept effects and notices in it.
    static func holdsEffects(_ database: Database) throws -> Bool {
        guard try database.tableExists("effect") else { return false }
        return try !migrator.appliedIdentifiers(database).contains("3 derived file")
    }

    /// Brings the file to this version. Effects and notices that an earlier version kept in it are copied first.
    static func migrate(_ database: DatabasePool, path: String) throws {
        if try database.read(holdsEffects) {
            try migrator.migrate(database, upTo: "2 names by commit")
            try DerivedFile.carryOver(from: database, to: DerivedFile.path(beside: path))
            // Wiping each page of gigabytes would write them all once more, into the write-ahead log.
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = FAST") }
        }
        try migrator.migrate(database)
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    }

    /// The ids of a commit's events, in a table of their own apart from the large bodies, so that opening reads
    /// megabytes and not gigabytes; both tables grow at their end only.
    private static let names = """
        CREATE TABLE name_run (through INTEGER PRIMARY KEY, names BLOB NOT NULL) STRICT;
        """

    /// Gathers the ids from a table with a row for each into runs.
    private static func gatherNames(in database: Database) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT position, name FROM entry_name ORDER BY position")
        var (run, through) = (NameRun(), Position(0))
        while let row = try rows.next() {
            through = row.position(0)
            run.append(UInt64(bitPattern: row[1]), at: through)
            guard run.bytes.count >= 1 << 16 else { continue }
            try write(run, through: through, in: database)
            run = NameRun()
        }
        if !run.isEmpty { try write(run, through: through, in: database) }
    }

    private static let entries = """
        CREATE TABLE agency (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE entry (
          position INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind INTEGER NOT NULL,
          agency INTEGER NOT NULL REFERENCES agency(id), body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX entry_configuration ON entry (position) WHERE kind = 3;
        CREATE TABLE entry_name (position INTEGER PRIMARY KEY, name INTEGER NOT NULL) STRICT;
        CREATE TABLE seal (through INTEGER PRIMARY KEY, digest BLOB NOT NULL) STRICT;
        """

    private static let senders = """
        CREATE TABLE outbox_mark (
          agency TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (agency, epoch)
        ) STRICT;
        CREATE TABLE refusal (
          number INTEGER PRIMARY KEY, at INTEGER NOT NULL, agency TEXT NOT NULL, epoch INTEGER NOT NULL,
          seq INTEGER NOT NULL, code TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL,
          UNIQUE (agency, epoch, seq)
        ) STRICT;
        """

    /// The tables of the derived file, as they stood in the journal's own until the third migration.
    private static let derived = """
        CREATE TABLE effect (
          position INTEGER NOT NULL, ordinal INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (position, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE judged (id INTEGER PRIMARY KEY CHECK (id = 1), through INTEGER NOT NULL) STRICT;
        INSERT INTO judged VALUES (1, 0);
        CREATE TABLE notice (
          agency TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
          noted INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (agency, number), UNIQUE (agency, id)
        ) STRICT;
        """
}
