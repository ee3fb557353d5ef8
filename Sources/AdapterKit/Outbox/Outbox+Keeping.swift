import GRDB
public import SafeguardingModel

extension Outbox {
    /// Forgets settled events whose time of keeping is over.
    public func forgetOld(at now: Instant) async throws(OutboxError) {
        try await writeEvents(at: now) { try $0.forgetOld() }
    }
}

extension OutboxWriter {
    private static let hour = Span.hours(1).milliseconds

    /// Records the hour in which the events up to the present number were settled, for their time of keeping.
    mutating func noteSettlement() throws {
        try database.execute(
            sql: """
                INSERT INTO settlement (hour, through) VALUES (?, ?)
                ON CONFLICT (hour) DO UPDATE SET through = max(through, excluded.through)
                """,
            arguments: [at.milliseconds / Self.hour, Int64(counts.settled)]
        )
        try forgetOld()
    }

    mutating func forgetOld() throws {
        // If nothing is to be kept, even events settled in this hour go.
        let horizon = (at - limits.keep).milliseconds / Self.hour + (limits.keep > .zero ? 0 : 1)
        let sql = "SELECT max(through) FROM settlement WHERE hour < ?"
        guard let last = try Int64.fetchOne(database, sql: sql, arguments: [horizon]) else { return }
        try database.execute(sql: "DELETE FROM settlement WHERE hour < ?", arguments: [horizon])
        try drop(through: last)
    }

    /// Deletes kept events, the oldest first, to make room for events that are not acknowledged.
    mutating func makeRoom() throws {
        var excess = counts.kept + counts.bytes - limits.bytes
        guard excess > 0, counts.kept > 0 else { return }
        var last: Int64 = 0
        let sql = "SELECT sequence, length(body) FROM event WHERE sequence <= ? ORDER BY sequence"
        let rows = try Row.fetchCursor(database, sql: sql, arguments: [Int64(counts.settled)])
        while excess > 0, let row = try rows.next() {
            last = row[0]
            excess -= row[1] as Int
        }
        try drop(through: last)
    }

    private mutating func drop(through sequence: Int64) throws {
        let sql = "SELECT coalesce(sum(length(body)), 0) FROM event WHERE sequence <= ?"
        counts.kept -= try Int.fetchOne(database, sql: sql, arguments: [sequence]) ?? 0
        try database.execute(sql: "DELETE FROM event WHERE sequence <= ?", arguments: [sequence])
    }
}
