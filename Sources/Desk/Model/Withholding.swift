import IdentityResolution
import SafeguardingModel

/// Records of children of whom somebody may not know, and the journal as it would read had nobody told of them.
///
/// Where an entry falls away a tick stays: time passes all the same.
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
    /// Those of them of which something was told.
    private var told: Set<RecordKey> = []
    /// The kinds of the events that fell away: what is corrected to be about another child is told of that child.
    private var kinds: [EventName: EventKind] = [:]

    /// Withholds other records from now on; false where something that was read already should have been read otherwise.
    mutating func change(to new: Set<RecordKey>, isKnown: (RecordKey) -> Bool) -> Bool {
        guard new != records else { return true }
        guard told.isSubset(of: new), !new.subtracting(records).contains(where: isKnown) else { return false }
        records = new
        return true
    }

    /// An entry as it would read; `stands` says whether the fact stands here that an event corrects.
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
        // It says nothing of whom it is about: so it is still about the child of whom nobody may know.
        guard record != nil, event.kind == .eventCorrected else { return nil }
        kinds[corrected] = nil
        return event.toldFirst(kind)
    }

    private mutating func withheld(_ event: Event, about record: RecordKey, _ stands: (Event) -> Bool) -> Event? {
        told.insert(record)
        guard event.corrects != nil else {
            kinds[EventName(event, event.id)] = event.kind
            return nil
        }
        // What was another child's is so no longer; whose it is now, nobody is told.
        return stands(event) ? event.withdrawal : nil
    }
}

extension Event {
    /// A correction as if nothing had been told before: an event of that kind.
    fileprivate func toldFirst(_ kind: EventKind) -> Event {
        var event = self
        event.kind = kind
        event.id = corrects ?? id
        event.corrects = nil
        return event
    }

    /// The same without a word of what it says: what it corrects is withdrawn.
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
