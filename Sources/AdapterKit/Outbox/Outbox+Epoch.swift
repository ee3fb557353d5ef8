import GRDB
import SafeguardingModel
import Synchronization

extension Outbox {
    /// Keeps the old epoch where the database is the one that we left, and begins a new one otherwise.
    func adoptEpoch(_ file: EpochFile) throws {
        let (found, kept) = try database.read { (try Outbox.load($0), try Outbox.number("token", $0)) }
        let isOurs = found.epoch != 0 && kept.map { file.vouches(for: found.epoch, token: $0) } == true
        let token = try database.write { database in
            if !isOurs { try Outbox.beginEpoch(database) }
            return try Outbox.setToken(database)
        }
        var loaded = try database.read(Outbox.load)
        // Written last: a crash before it leaves a token that does not match, and so a new epoch, which is never wrong.
        try file.write(loaded.epoch, token: token)
        state.withLock { state in
            loaded.onGrowth = state.onGrowth
            state = loaded
        }
    }

    /// Begins a new epoch now: every event held, the settled and kept ones as well, is pending and numbered from 1.
    package func beginEpoch() async throws(OutboxError) {
        let (epoch, token) = try await write { [self] database in
            try Outbox.beginEpoch(database)
            let token = try Outbox.setToken(database)
            let loaded = try Outbox.load(database)
            database.afterNextTransaction { [self] _ in
                state.withLock { state in
                    let onGrowth = state.onGrowth
                    state = loaded
                    state.onGrowth = onGrowth
                }
            }
            return (loaded.epoch, token)
        }
        // If this fails, the next opening begins another epoch, which is never wrong.
        try? EpochFile(beside: path).write(epoch, token: token)
    }

    private static func setToken(_ database: Database) throws -> UInt64 {
        let token = UInt64.random(in: 1...UInt64.max)
        try set("token", to: String(token, radix: 16), database)
        return token
    }

    private static func beginEpoch(_ database: Database) throws {
        let count = try numberAnew(database)
        try database.execute(sql: "DELETE FROM settlement")
        try set("epoch", to: String(UInt64.random(in: 1...UInt64.max), radix: 16), database)
        try set("settled", to: Int64(0), database)
        try set("last", to: count, database)
    }

    /// Numbers the kept events from 1, without the gaps that refused events left among them; returns the last number.
    private static func numberAnew(_ database: Database) throws -> Int64 {
        let statement = try database.makeStatement(sql: "UPDATE event SET sequence = ? WHERE sequence = ?")
        var number: Int64 = 0
        while let old = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT min(sequence) FROM event WHERE sequence > ?"),
            arguments: [number]
        ) {
            number += 1
            if old != number { try statement.execute(arguments: [number, old]) }
        }
        return number
    }

    static func load(_ database: Database) throws -> State {
        var state = State()
        state.epoch = try number("epoch", database) ?? 0
        state.settled = UInt64(try Int64.fetchOne(database, sql: Outbox.settingQuery, arguments: ["settled"]) ?? 0)
        state.last = UInt64(try Int64.fetchOne(database, sql: Outbox.settingQuery, arguments: ["last"]) ?? 0)
        let held = "SELECT count(*), coalesce(sum(length(body)), 0) FROM event WHERE sequence"
        let row = try Row.fetchOne(database, sql: "\(held) > ?", arguments: [Int64(state.settled)])
        (state.pending, state.bytes) = (row?[0] ?? 0, row?[1] ?? 0)
        state.kept = try Row.fetchOne(database, sql: "\(held) <= ?", arguments: [Int64(state.settled)])?[1] ?? 0
        return state
    }

    private static let settingQuery = "SELECT value FROM setting WHERE name = ?"

    /// Returns a setting that is stored as hexadecimal text.
    private static func number(_ name: String, _ database: Database) throws -> UInt64? {
        try String.fetchOne(database, sql: settingQuery, arguments: [name]).flatMap { UInt64($0, radix: 16) }
    }

    static func set(_ name: String, to value: some DatabaseValueConvertible, _ database: Database) throws {
        try database.execute(
            sql:
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            arguments: [name, value]
        )
    }
}
