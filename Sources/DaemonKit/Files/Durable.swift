package import GRDB

/// The settings of SQLite's connections, and the demand that every commit syncs.
package enum Durable {
    /// Returns the settings of a connection that writes what must not be lost, or must not remain once it is deleted.
    ///
    /// - Parameter pageSize: in bytes; it counts when the file is made.
    package static func configuration(_ label: String, pageSize: Int = 4096) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            guard !database.configuration.readonly else { return }
            try database.execute(sql: "PRAGMA page_size = \(pageSize)")
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// Makes every commit of the writing connection sync before it returns.
    ///
    /// It is set after opening, because GRDB sets it to NORMAL while it prepares the write-ahead log, and read back.
    package static func demand(of database: some DatabaseWriter) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let found = try synchronous(database)
        guard found == 2 else { throw DurabilityError(synchronous: found) }
    }

    /// Returns `PRAGMA synchronous` of the writing connection: 1 is NORMAL, 2 is FULL.
    package static func synchronous(_ database: some DatabaseWriter) throws -> Int? {
        try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }
}

/// The error that SQLite does not confirm that it syncs every commit.
package struct DurabilityError: Error, CustomStringConvertible {
    let synchronous: Int?

    package var description: String {
        "it would not survive a power cut: synchronous is \(synchronous ?? -1), expected 2 (FULL)"
    }
}
