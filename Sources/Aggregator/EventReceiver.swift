import BusProtocol
import BusTransport
import DaemonKit
import EventFormat
import Journal
import Logging
import SafeguardingModel
import Synchronization

/// A receiver that reads each event from the gateway, refuses what cannot be accepted, with the reason, stores the rest
/// in the journal, and only then lets the gateway acknowledge.
final class EventReceiver: Sendable {
    private let writer: JournalWriter
    private let lagLimit: Int64
    private let faults: FaultHandling
    private let reader = Mutex(EventReader())
    private let tally = Mutex(Tally())

    /// The longest time by which an event's own time may lie after its receipt: clocks are hours wrong, and years are
    /// mistyped.
    private static let tolerance = Span.days(2)

    struct Counts: Hashable, Sendable {
        var stored = 0
        var duplicates = 0
        var refused = 0
    }

    private struct Tally {
        var counts = Counts()
        var isFaulty = false
    }

    /// - Parameter lagLimit: the number of entries that judgement may be behind before the intake waits for it, and
    ///   with it, by their credit, all senders.
    init(writer: JournalWriter, lagLimit: Int, faults: FaultHandling) {
        self.writer = writer
        self.lagLimit = Int64(lagLimit)
        self.faults = faults
    }

    var counts: Counts { tally.withLock { $0.counts } }

    /// Reads a batch apart from the gateway's thread; nothing is stored yet.
    @concurrent func read(_ arrivals: [Arrival]) async -> ParsedBatch { readNow(arrivals) }

    /// Stores a batch and returns the verdict on each arrival, in order.
    @concurrent func store(_ reading: ParsedBatch) async -> [Verdict] {
        await writer.worker.keptUp(with: writer.journal.last, within: lagLimit)
        do {
            return settled(reading, try await writer.write(reading.batch, bodies: reading.bodies))
        } catch {
            return unavailable(reading, error)
        }
    }

    /// Reads and stores a few events on the gateway's own thread; nil if that would have to wait for judgement.
    func storeNow(_ arrivals: [Arrival]) -> [Verdict]? {
        guard writer.worker.hasKeptUp(with: writer.journal.last, within: lagLimit) else { return nil }
        let reading = readNow(arrivals)
        do {
            return settled(reading, try writer.writeNow(reading.batch, bodies: reading.bodies))
        } catch {
            return unavailable(reading, error)
        }
    }

    private func readNow(_ arrivals: [Arrival]) -> ParsedBatch {
        let latest = writer.clock.now + EventReceiver.tolerance
        return reader.withLock { reader in
            var reading = ParsedBatch(count: arrivals.count)
            for arrival in arrivals { reading.add(arrival, notAfter: latest, &reader) }
            return reading
        }
    }

    private func settled(_ reading: ParsedBatch, _ outcomes: [Batch.Outcome]) -> [Verdict] {
        var reading = reading
        reading.settle(outcomes)
        let wasFaulty = tally.withLock { tally in
            defer { tally.isFaulty = false }
            tally.counts.add(outcomes, reading.verdicts)
            return tally.isFaulty
        }
        if wasFaulty { faults.recovered() }
        return reading.verdicts
    }

    private func unavailable(_ reading: ParsedBatch, _ error: JournalError) -> [Verdict] {
        tally.withLock { $0.isFaulty = true }
        faults.handle(error)
        return reading.verdicts.map { _ in .unavailable }
    }
}

extension EventReceiver.Counts {
    fileprivate mutating func add(_ outcomes: [Batch.Outcome], _ verdicts: [Verdict]) {
        stored += outcomes.count { if case .stored = $0 { true } else { false } }
        duplicates += outcomes.count { if case .duplicate = $0 { true } else { false } }
        refused += verdicts.count { if case .refused = $0 { true } else { false } }
    }
}

/// A batch that has been read: drafts for acceptable events, refusals for the rest.
struct ParsedBatch: Sendable {
    private(set) var batch = Batch()
    private(set) var bodies: [JournalEntry.Body] = []
    private(set) var verdicts: [Verdict] = []
    /// The place of each draft's verdict.
    private var places: [Int] = []
    private var marks: [OutboxID: Int] = [:]

    init(count: Int) {
        bodies.reserveCapacity(count)
        verdicts.reserveCapacity(count)
        batch.drafts.reserveCapacity(count)
    }

    mutating func add(_ arrival: Arrival, notAfter latest: Instant, _ reader: inout EventReader) {
        mark(arrival)
        do throws(Refusal) {
            let event = try ParsedBatch.event(arrival, &reader)
            guard event.occurred.earliest <= latest else { throw Refusal.notYet }
            let name = Batch.EventKey(
                source: event.source,
                id: event.id,
                hash: EventDigest.hash(source: event.source, id: event.id)
            )
            places.append(verdicts.count)
            batch.drafts.append(
                Batch.Draft(
                    kind: .event,
                    agency: arrival.outbox.agency,
                    body: arrival.body,
                    name: name,
                    onConflict: RefusalRecord(arrival.outbox, arrival.sequence, .sameIDOtherContent)
                )
            )
            bodies.append(.event(event, from: arrival.outbox.agency))
            verdicts.append(.stored)
        } catch {
            batch.refusals.append(RefusalRecord(arrival.outbox, arrival.sequence, error))
            verdicts.append(.refused(error))
        }
    }

    private static func event(_ arrival: Arrival, _ reader: inout EventReader) throws(Refusal) -> Event {
        if let refusal = arrival.refusal { throw refusal }
        let event: Event
        do { event = try reader.read(arrival.body) } catch {
            throw Refusal(code: error.code.rawValue, path: error.path, message: error.message)
        }
        guard event.agency == arrival.outbox.agency else {
            let message = "The source must begin with /\(arrival.outbox.agency)/, the agency whose key sent the event."
            throw Refusal(code: "wrong-source", path: "$.source", message: message)
        }
        return event
    }

    private mutating func mark(_ arrival: Arrival) {
        let mark = OutboxMark(agency: arrival.outbox.agency, epoch: arrival.outbox.epoch, seq: arrival.sequence)
        if let index = marks[arrival.outbox] {
            batch.marks[index] = mark
        } else {
            marks[arrival.outbox] = batch.marks.count
            batch.marks.append(mark)
        }
    }

    /// Refuses the drafts whose id exists already with other content.
    mutating func settle(_ outcomes: [Batch.Outcome]) {
        for (place, outcome) in zip(places, outcomes) {
            if case .conflict = outcome { verdicts[place] = .refused(.sameIDOtherContent) }
        }
    }
}

extension Refusal {
    fileprivate static let notYet = Refusal(
        code: "bad-time",
        path: "$.time",
        message:
            "Expected a time at which it has happened; this one lies more than two days ahead of the aggregator's "
            + "clock. Is the year right?"
    )
    fileprivate static let sameIDOtherContent = Refusal(
        code: "same-id-other-content",
        path: "$.id",
        message:
            "An event of this source and id was accepted before, with other content. Give the new one an id of its "
            + "own, or send an event.corrected that names this id in data.of."
    )
}

extension RefusalRecord {
    fileprivate init(_ outbox: OutboxID, _ sequence: UInt64, _ refusal: Refusal) {
        self.init(
            agency: outbox.agency,
            epoch: outbox.epoch,
            seq: sequence,
            code: refusal.code,
            path: refusal.path,
            message: refusal.message
        )
    }
}
