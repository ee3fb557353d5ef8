import BusProtocol
import BusTransport
import EventFormat
import Journal
import SafeguardingModel

/// A batch that has been read: drafts for acceptable events, refusals for the rest.
struct ParsedBatch: Sendable {
    private(set) var entries = Batch()
    /// The events of the drafts, in the same order.
    private(set) var bodies: [JournalEntry.Body] = []
    private var verdicts: [Verdict] = []
    /// The place of each draft's verdict.
    private var places: [Int] = []
    private var marks: [OutboxID: Int] = [:]

    /// The longest time by which an event's own time may lie after its receipt: clocks are hours wrong, and years are
    /// mistyped.
    private static let tolerance = Span.days(2)

    init(_ arrivals: [Arrival], receivedAt now: Instant, _ reader: inout EventReader) {
        bodies.reserveCapacity(arrivals.count)
        verdicts.reserveCapacity(arrivals.count)
        entries.drafts.reserveCapacity(arrivals.count)
        for arrival in arrivals { add(arrival, notAfter: now + ParsedBatch.tolerance, &reader) }
    }

    private mutating func add(_ arrival: Arrival, notAfter latest: Instant, _ reader: inout EventReader) {
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
            entries.drafts.append(
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
            entries.refusals.append(RefusalRecord(arrival.outbox, arrival.sequence, error))
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
            entries.marks[index] = mark
        } else {
            marks[arrival.outbox] = entries.marks.count
            entries.marks.append(mark)
        }
    }

    /// Returns the verdict on each arrival, once the batch is stored: drafts whose id exists already with other content
    /// are refused.
    func verdicts(_ outcomes: [Batch.Outcome]) -> [Verdict] {
        var verdicts = verdicts
        for (place, outcome) in zip(places, outcomes) {
            if case .conflict = outcome { verdicts[place] = .refused(.sameIDOtherContent) }
        }
        return verdicts
    }

    /// The verdicts if the batch could not be stored.
    var unavailable: [Verdict] { verdicts.map { _ in .unavailable } }
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

/// The numbers of events received since the start, by their outcome.
struct EventCounts: Hashable, Sendable {
    var stored = 0
    var duplicates = 0
    var refused = 0

    mutating func add(_ outcomes: [Batch.Outcome], _ verdicts: [Verdict]) {
        stored += outcomes.count { if case .stored = $0 { true } else { false } }
        duplicates += outcomes.count { if case .duplicate = $0 { true } else { false } }
        refused += verdicts.count { if case .refused = $0 { true } else { false } }
    }
}
