import BusProtocol
import BusTransport
import Foundation
import Journal
import SafeguardingModel

/// The journal behind the bus's ports: each reads it beside the port's own thread.
extension Aggregator: NoticeSource, JournalFeed {
    @concurrent nonisolated func standing(of outbox: OutboxID, after number: UInt64) async throws -> OutboxProgress {
        let limit = 1_000
        let settled = try journal.settled(outbox.agency, epoch: outbox.epoch)
        let records = try journal.refusals(of: outbox.agency, epoch: outbox.epoch, after: number, limit: limit)
        let refused = records.map {
            RefusedEvent(sequence: $0.seq, refusal: Refusal(code: $0.code, path: $0.path, message: $0.message))
        }
        return OutboxProgress(acknowledged: settled, refused: refused, isComplete: records.count < limit)
    }

    @concurrent nonisolated func notices(for agency: AgencyName, after number: UInt64, limit: Int) async throws
        -> [NumberedNotice]
    {
        try await usingDerived { () async throws(JournalError) in
            let first = max(try await derived.lastNoted(agency), Int64(clamping: number))
            return try await derived.notices(for: agency, after: first, limit: limit).map {
                NumberedNotice(number: UInt64($0.number), json: EntryCodec.bytes(of: $0.notice))
            }
        }
    }

    @concurrent nonisolated func noted(by agency: AgencyName, through number: UInt64) async throws {
        try await usingDerived { () async throws(JournalError) in
            try await derived.noted(agency, through: Int64(clamping: number))
        }
    }

    /// Ends the program where the derived file turns out to be damaged, so that the next start makes it anew.
    private nonisolated func usingDerived<Value>(
        _ body: () async throws(JournalError) -> Value
    ) async throws(JournalError) -> Value {
        do {
            return try await body()
        } catch {
            if case .damaged = error { faults.handle(error, of: derived) }
            throw error
        }
    }

    @concurrent nonisolated func end() async throws -> Position { journal.last }

    @concurrent nonisolated func read(from position: Position, limit: Int, bytes: Int) async throws -> [StoredEntry] {
        try journal.entries(from: position, limit: limit, bytes: bytes)
    }

    @concurrent nonisolated func decide(_ decision: [UInt8], by name: AgencyName, request: UInt64)
        async throws(ConnectionError)
        -> Position
    {
        guard let read = try? JSONDecoder().decode(Decision.self, from: Data(decision)) else {
            throw ConnectionError(.malformed, message: "The decision is not one that this aggregator knows.")
        }
        try await DecisionCheck(self).check(read)
        do {
            return try await write(read, from: name, request: request)
        } catch {
            throw ConnectionError(.unavailable, message: "The decision could not be written down: \(error)")
        }
    }
}
