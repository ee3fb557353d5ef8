import GRDB
import SafeguardingModel
import Synchronization

extension Outbox {
    /// Runs one transaction that may put events in.
    ///
    /// The rest of the program learns of its changes when they are on disk.
    func writeEvents<Value: Sendable>(
        at now: Instant,
        _ body: @escaping @Sendable (inout OutboxWriter) throws -> Value
    ) async throws(OutboxError) -> Value {
        let (value, grew) = try await write { [self] database in
            var writer = OutboxWriter(database, at: now, outbox: self)
            let before = writer.counts
            let value = try body(&writer)
            try writer.makeRoom()
            let after = writer.counts
            if after.last > before.last { try Outbox.set("last", to: Int64(after.last), database) }
            if after.settled > before.settled { try Outbox.set("settled", to: Int64(after.settled), database) }
            guard after != before else { return (value, false) }
            database.afterNextTransaction { [self] _ in
                state.withLock { state in
                    (state.last, state.settled) = (after.last, after.settled)
                    (state.pending, state.bytes, state.kept) = (after.pending, after.bytes, after.kept)
                }
            }
            return (value, after.last > before.last)
        }
        if grew { state.withLock(\.onGrowth)?() }
        return value
    }
}
