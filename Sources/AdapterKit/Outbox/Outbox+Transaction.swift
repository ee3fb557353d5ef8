import GRDB
import SafeguardingModel
import Synchronization

extension Outbox {
    /// One transaction that may put events in.
    ///
    /// What it changed is known to the rest of the program when it is on disk.
    func writeEvents<Value: Sendable>(
        at now: Instant,
        _ body: @escaping @Sendable (inout OutboxWriter) throws -> Value
    ) async throws(OutboxError) -> Value {
        let (value, grew) = try await write { [self] database in
            var writer = OutboxWriter(database, at: now, outbox: self)
            let before = writer.last
            let value = try body(&writer)
            guard writer.last > before else { return (value, false) }
            try Outbox.set("last", to: Int64(writer.last), database)
            let written = writer.counts
            database.afterNextTransaction { [self] _ in
                state.withLock { ($0.last, $0.pending, $0.bytes) = written }
            }
            return (value, true)
        }
        if grew { state.withLock(\.onGrowth)?() }
        return value
    }
}

extension OutboxWriter {
    fileprivate var counts: (last: UInt64, pending: Int, bytes: Int) { (last, pending, bytes) }
}
