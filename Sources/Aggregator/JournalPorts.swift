import BusProtocol
import BusTransport
import EventFormat
import Foundation
import Journal
import SafeguardingModel

/// The journal behind the bus's ports.
struct JournalPorts: EventSink, NoticeSource, JournalFeed {
    let writer: JournalWriter
    let receiver: EventReceiver

    private var journal: Journal { writer.journal }

    func read(_ batch: [Arrival]) async -> Storing {
        let reading = await receiver.read(batch)
        return { await receiver.store(reading) }
    }

    func storeNow(_ batch: [Arrival]) -> [Verdict]? { receiver.storeNow(batch) }

    func standing(of outbox: OutboxID, after number: UInt64) async throws -> OutboxProgress {
        let limit = 1_000
        let settled = try await journal.settled(outbox.agency, epoch: outbox.epoch)
        let records = try await journal.refusals(of: outbox.agency, epoch: outbox.epoch, after: number, limit: limit)
        let refused = records.map {
            RefusedEvent(sequence: $0.seq, refusal: Refusal(code: $0.code, path: $0.path, message: $0.message))
        }
        return OutboxProgress(acknowledged: settled, refused: refused, isComplete: records.count < limit)
    }

    func notices(for agency: AgencyName, after number: UInt64, limit: Int) async throws -> [NumberedNotice] {
        let noted = try await journal.lastNoted(agency)
        let first = max(noted, Int64(clamping: number))
        return try await journal.notices(for: agency, after: first, limit: limit).map {
            NumberedNotice(number: UInt64($0.number), json: EntryCodec.bytes(of: $0.notice))
        }
    }

    func noted(by agency: AgencyName, through number: UInt64) async throws {
        try await journal.noted(agency, through: Int64(clamping: number))
    }

    func end() async throws -> UInt64 { UInt64(journal.last) }

    func read(from position: UInt64, limit: Int, bytes: Int) async throws -> [FeedEntry] {
        try await journal.entries(from: Int64(clamping: position), limit: limit, bytes: bytes).map { entry in
            FeedEntry(
                position: UInt64(entry.position),
                at: entry.at,
                kind: entry.kind.word,
                agency: entry.agency.rawValue,
                body: entry.body
            )
        }
    }

    func decide(_ decision: [UInt8], by name: AgencyName, request: UInt64) async throws(Fault) -> UInt64 {
        guard let read = try? JSONDecoder().decode(Decision.self, from: Data(decision)) else {
            throw Fault(.malformed, message: "The decision is not one that this aggregator knows.")
        }
        try await DecisionCheck(writer).check(read)
        do {
            return UInt64(try await writer.write(read, from: name, request: request))
        } catch {
            throw Fault(.unavailable, message: "The decision could not be written down: \(error)")
        }
    }
}
