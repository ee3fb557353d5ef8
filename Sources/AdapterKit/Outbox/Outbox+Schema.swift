import GRDB

extension Outbox {
    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: outbox") { database in
            try database.execute(sql: schema)
        }
        migrator.registerMigration("2: kept events") { database in
            try database.execute(sql: keeping)
        }
        migrator.registerMigration("3: records and their children") { database in
            try database.execute(sql: records)
        }
        return migrator
    }()

    private static let keeping = """
        -- Whether a row of an export says it, so that its id is ours to choose.
        ALTER TABLE event ADD COLUMN mapped INTEGER NOT NULL DEFAULT 0;
        -- Events of the mapping that the rows do not make.
        ALTER TABLE file ADD COLUMN absent INTEGER NOT NULL DEFAULT 0;
        -- Events up to `settled` are kept for some days: up to which number was settled by the end of which hour.
        CREATE TABLE settlement (hour INTEGER PRIMARY KEY, through INTEGER NOT NULL);
        """

    private static let records = """
        -- Of every record, and of every event that came ready made: about which child it is, in hashes; when the newest export
        -- was made that held it; where it stood first.
        CREATE TABLE known (
            name BLOB PRIMARY KEY, subject TEXT NOT NULL, child TEXT NOT NULL, born TEXT NOT NULL,
            exported INTEGER NOT NULL, row INTEGER NOT NULL, line INTEGER NOT NULL, reading INTEGER NOT NULL)
            WITHOUT ROWID;
        ALTER TABLE record ADD COLUMN exported INTEGER NOT NULL DEFAULT 0;
        -- When the export was made in which a row stood that is in quarantine: a mended row is no newer.
        ALTER TABLE rejection ADD COLUMN exported INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE file ADD COLUMN older INTEGER NOT NULL DEFAULT 0;
        """

    private static let schema = """
        -- epoch and token as hexadecimal text; settled and last as numbers.
        CREATE TABLE setting (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        -- What is not settled. `name` and `revision` tell what to forget when the aggregator refuses it.
        CREATE TABLE event (
            sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, name BLOB NOT NULL, revision INTEGER NOT NULL,
            body BLOB NOT NULL);
        -- What was last published under a name, for ever: 16 bytes of SHA-256 of source and key.
        CREATE TABLE published (
            name BLOB PRIMARY KEY, id TEXT, digest TEXT NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID;
        -- Records of full exports, which are withdrawn when a later export lacks them.
        CREATE TABLE record (
            mapping TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL, subject TEXT NOT NULL,
            reading INTEGER NOT NULL, PRIMARY KEY (mapping, key)) WITHOUT ROWID;
        CREATE TABLE refused (
            number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE,
            code TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE notice (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, json BLOB NOT NULL);
        -- Every file that was looked at, by its name in the inbox.
        CREATE TABLE file (
            number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
            modified INTEGER NOT NULL, inode INTEGER NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL,
            mapping TEXT NOT NULL, mappings TEXT NOT NULL, reading INTEGER NOT NULL, at INTEGER NOT NULL,
            rows INTEGER NOT NULL, published INTEGER NOT NULL, corrected INTEGER NOT NULL, withdrawn INTEGER NOT NULL,
            unchanged INTEGER NOT NULL, rejected INTEGER NOT NULL, reason TEXT NOT NULL);
        -- Rows in quarantine: `shown` once they stand in its file, `told` once their reasons do, `released` when the
        -- row turned out fine and may leave.
        CREATE TABLE rejection (
            number INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL,
            row INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL, raw BLOB NOT NULL,
            shown INTEGER NOT NULL, told INTEGER NOT NULL, released INTEGER NOT NULL, UNIQUE (file, hash));
        -- What stands above the rows of a file in quarantine.
        CREATE TABLE heading (file TEXT PRIMARY KEY, format TEXT NOT NULL, head BLOB NOT NULL) WITHOUT ROWID;
        """
}
