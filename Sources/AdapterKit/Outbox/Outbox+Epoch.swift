import GRDB
import SafeguardingModel
import Synchronization

extension Outbox {
    /// Goes on under the old epoch where the database is the one we left, under a new one otherwise.
    func adoptEpoch(_ file: EpochFile) throws {
        let token = UInt64.random(in: 1...UInt64.max)
        let (found, kept) = try database.read { (try Outbox.load($0), try Outbox.number("token", $0)) }
        let isOurs = found.epoch != 0 && kept.map { file.vouches(for: found.epoch, token: $0) } == true
        try database.write { database in
            if !isOurs { try Outbox.beginEpoch(database) }
            try Outbox.set("token", to: String(token, radix: 16), database)
        }
        var loaded = try database.read(Outbox.load)
        // Last: a crash before it leaves a token that does not match, and so a new epoch, which is never wrong.
        try file.write(loaded.epoch, token: token)
        state.withLock { state in
            loaded.onGrowth = state.onGrowth
            state = loaded
        }
    }

    /// Begins a new epoch now: what is pending is numbered anew from 1.
    func beginEpoch() async throws(OutboxError) {
        let loaded = try await write { database in
            try Outbox.beginEpoch(database)
            return try Outbox.load(database)
        }
        state.withLock { state in
            (state.epoch, state.settled, state.last) = (loaded.epoch, loaded.settled, loaded.last)
        }
        // The file vouches for the old epoch now; the next opening begins another one, which is never wrong.
    }

    private static func beginEpoch(_ database: Database) throws {
        let first = try Int64.fetchOne(database, sql: "SELECT min(sequence) FROM event") ?? 1
        if first > 1 {
            try database.execute(sql: "UPDATE event SET sequence = sequence - ?", arguments: [first - 1])
        }
        let count = try Int64.fetchOne(database, sql: "SELECT count(*) FROM event") ?? 0
        try set("epoch", to: String(UInt64.random(in: 1...UInt64.max), radix: 16), database)
        try set("settled", to: Int64(0), database)
        try set("last", to: count, database)
    }

    static func load(_ database: Database) throws -> State {
        var state = State()
        state.epoch = try number("epoch", database) ?? 0
        state.settled = UInt64(try Int64.fetchOne(database, sql: Outbox.settingQuery, arguments: ["settled"]) ?? 0)
        state.last = UInt64(try Int64.fetchOne(database, sql: Outbox.settingQuery, arguments: ["last"]) ?? 0)
        let row = try Row.fetchOne(database, sql: "SELECT count(*), coalesce(sum(length(body)), 0) FROM event")
        state.pending = row?[0] ?? 0
        state.bytes = row?[1] ?? 0
        return state
    }

    private static let settingQuery = "SELECT value FROM setting WHERE name = ?"

    /// A setting written as hexadecimal text.
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
