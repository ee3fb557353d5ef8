import Correlation
import IdentityResolution
import SafeguardingModel

extension DeskModel {
    /// Returns a child's file for a page or a pack; nil where there is no such child for this reader.
    func file(of child: ChildID, for reader: Reader, purpose: ReadableDesk.Purpose = .page) -> ChildRecordView? {
        let records = correlator.records(of: child)
        guard !records.isEmpty, reader.maySee(records) else { return nil }
        let facts = correlator.chronology(of: child)
        var file = ChildRecordView(
            card: people.card(of: child, records: records),
            facts: facts.map { masked($0, for: reader) },
            notes: notes(at: facts.map(\.position), for: reader),
            alerts: alertIndex.alerts(of: child).filter { maySee($0, reader) }.map { alert in
                let isExplained = purpose == .meeting || purpose == .panel && alert.isOpen
                return isExplained ? explained(alert, for: reader) : alert.named(names(in: alert, for: reader))
            },
            setAside: correlator.setAside(about: child, for: clearance(of: reader)),
            isRestricted: reader.restrictions.concern(records),
            coverage: coverage,
            freshness: freshness
        )
        if purpose == .page { addSurroundings(to: &file, records, reader) }
        return file
    }

    /// Adds the child's connections, and decisions about identity, made and still to be made.
    private func addSurroundings(to file: inout ChildRecordView, _ records: [RecordKey], _ reader: Reader) {
        let (child, closed) = (file.card.id, closedRecords(to: reader))
        file.connections = connections(of: child, file.facts, reader)
        file.joins = joins(records)
        file.decisions = identity.children.about(records).filter { closed.isDisjoint(with: $0.about) }
        file.possibleRecords = possibleRecords(of: child, reader)
        file.possibleAdults = possibleAdults(file.facts, of: file.card, reader)
        file.adultDecisions = adultDecisions(file.facts, of: file.card, reader)
    }

    /// Returns the people and things that facts about a child name, with the other children who share them.
    private func connections(of child: ChildID, _ facts: [Fact], _ reader: Reader) -> [Connection] {
        var found: [LinkKey: Connection] = [:]
        var order: [LinkKey] = []
        for fact in facts where mayRead(fact, reader) {
            for link in fact.links where Connections.joins(link) {
                guard let name = link.keys.first else { continue }
                if found[name] == nil {
                    order.append(name)
                    found[name] = connection(link, of: child, at: fact.occurred, reader)
                }
                found[name]?.note(link, at: fact.occurred)
            }
        }
        return order.compactMap { found[$0] }
    }

    private func connection(_ link: Link, of child: ChildID, at time: Occurrence, _ reader: Reader) -> Connection {
        var others: [ChildID] = []
        var isCommon = false
        for key in link.keys {
            guard let entries = connections.entries(naming: key) else {
                isCommon = true
                continue
            }
            for position in entries {
                guard let record = notes.record(at: position), let other = correlator.child(of: record), other != child,
                    !others.contains(other), reader.maySee(correlator.records(of: other)),
                    notes[position].map({ reader.mayRead($0.handling) }) ?? true
                else { continue }
                others.append(other)
            }
        }
        isCommon = isCommon || others.count > DeskModel.mostOthers
        return Connection(
            label: label(of: link.keys[0], for: reader) ?? link.label.nonEmpty ?? link.keys[0].value,
            kind: link.kind,
            keys: link.keys,
            isOfConcern: false,
            mentions: 0,
            last: time,
            others: isCommon ? [] : others.map(card),
            isCommon: isCommon
        )
    }

    /// The most children that a name connects; it is too common beyond that.
    private static let mostOthers = 12

    /// Returns a fact as this reader may have it.
    func masked(_ fact: Fact, for reader: Reader) -> Fact { reader.masked(fact, notes[fact.position]) }

    func mayRead(_ fact: Fact, _ reader: Reader) -> Bool {
        reader.mayRead(fact, notes[fact.position])
    }

    /// Returns the records that may be this child's, of children who exist for this reader.
    private func possibleRecords(of child: ChildID, _ reader: Reader) -> [ChildRecordView.PossibleRecord] {
        correlator.pending(of: child).compactMap { pair in
            let (own, other) = pair.children[0] == child ? (0, 1) : (1, 0)
            guard reader.maySee(correlator.records(of: pair.children[other])) else { return nil }
            return ChildRecordView.PossibleRecord(
                own: pair.records[own],
                other: pair.records[other],
                child: card(of: pair.children[other]),
                why: pair.why,
                fields: correlator.comparison(pair.records[own], pair.records[other])
            )
        }
    }

    /// Returns why each record is of this child: the other record that it shares most with, and what they share.
    private func joins(_ records: [RecordKey]) -> [ChildRecordView.Join] {
        guard records.count > 1 else { return [] }
        return records.indices.dropFirst().map { index in
            let reasons = records[..<index].map { (other: $0, why: correlator.why($0, records[index])) }
            let best = reasons.max { $0.why.count < $1.why.count }
            return ChildRecordView.Join(
                record: records[index],
                other: best?.other ?? records[0],
                reasons: best?.why ?? []
            )
        }
    }

    /// Returns the child that a record belongs to, where it exists for this reader.
    func child(of record: RecordKey, for reader: Reader) -> ChildID? {
        guard let child = correlator.child(of: record), reader.maySee(correlator.records(of: child)) else { return nil }
        return child
    }
}
