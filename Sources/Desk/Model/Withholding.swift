import IdentityResolution
import SafeguardingModel

/// The records of children that a reader may not know of, and the journal as it would be without reports about them.
///
/// A withheld entry becomes a tick, because time passes all the same.
struct Withholding {
    private struct EventName: Hashable {
        var source: String
        var id: String
        var exercise: Bool

        init(_ event: Event, _ id: String) {
            (source, self.id, exercise) = (event.source, id, event.exercise)
        }
    }

    private(set) var records: Set<RecordKey> = []
    /// The withheld records that an entry was about.
    private var withheldSoFar: Set<RecordKey> = []
    /// The kinds of the withheld events: one that is corrected to be about another child becomes that child's event.
    private var kinds: [EventName: EventKind] = [:]

    /// Withholds other records from now on; false where an entry that was read should have been read differently.
    mutating func change(to new: Set<RecordKey>, isKnown: (RecordKey) -> Bool) -> Bool {
        guard new != records else { return true }
        guard withheldSoFar.isSubset(of: new), !new.subtracting(records).contains(where: isKnown) else { return false }
        records = new
        return true
    }

    /// Returns an entry as a view reads it; `stands` is whether the fact that an event corrects exists there.
    mutating func reading(_ entry: JournalEntry, stands: (Event) -> Bool) -> JournalEntry {
        guard !records.isEmpty else { return entry }
        var entry = entry
        switch entry.body {
        case .event(let event, let agency):
            entry.body = reading(event, from: agency, stands).map { .event($0, from: agency) } ?? .tick
        case .decision(let decision):
            if case .same(let about) = decision.kind, !records.isDisjoint(with: about) { entry.body = .tick }
            if case .different(let about) = decision.kind, !records.isDisjoint(with: about) { entry.body = .tick }
        case .configuration, .tick: break
        }
        return entry
    }

    private mutating func reading(_ event: Event, from agency: AgencyName, _ stands: (Event) -> Bool) -> Event? {
        let record = RecordKey(of: event, from: agency)
        if let record, records.contains(record) { return withheld(event, about: record, stands) }
        guard let corrected = event.corrects.map({ EventName(event, $0) }), let kind = kinds[corrected] else {
            return event
        }
        // A correction that names no record is still about the withheld child.
        guard record != nil, event.kind == .eventCorrected else { return nil }
        kinds[corrected] = nil
        return event.asFirstReport(kind)
    }

    private mutating func withheld(_ event: Event, about record: RecordKey, _ stands: (Event) -> Bool) -> Event? {
        withheldSoFar.insert(record)
        guard event.corrects != nil else {
            kinds[EventName(event, event.id)] = event.kind
            return nil
        }
        // A fact about another child that is corrected to a withheld one is withdrawn, without saying whose it is now.
        return stands(event) ? event.withdrawal : nil
    }
}

extension Event {
    /// Returns a correction as a first report: an event of that kind.
    fileprivate func asFirstReport(_ kind: EventKind) -> Event {
        var event = self
        event.kind = kind
        event.id = corrects ?? id
        event.corrects = nil
        return event
    }

    /// The event as a withdrawal without its content.
    fileprivate var withdrawal: Event {
        Event(
            source: source,
            id: id,
            kind: .eventWithdrawn,
            occurred: occurred,
            recorded: recorded,
            exercise: exercise,
            corrects: corrects
        )
    }
}
