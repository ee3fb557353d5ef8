import Correlation
import SafeguardingModel

extension DeskModel {
    /// Returns what a reader may know of.
    func clearance(of reader: Reader) -> Clearance {
        let notes = notes
        return Clearance(closed: closedRecords(to: reader)) { notes.mayRead($0, reader) }
    }

    /// Returns a reader's name for a person, a place or a thing; nil where they may not know of it.
    func label(of key: LinkKey, for reader: Reader) -> String? {
        labels.label(of: key, for: reader) { position in
            guard !reader.restrictions.isEmpty, let record = notes.record(at: position),
                let child = correlator.child(of: record)
            else { return true }
            return reader.maySee(correlator.records(of: child))
        }
    }

    /// Returns an alert as this reader may read it, explained by what is now known, even if that is more than at its
    /// last change.
    func explained(_ alert: Alert, for reader: Reader) -> Alert {
        let clearance = clearance(of: reader)
        let readable = filedNow(correlator.alert(alert.id, for: clearance) ?? alert).withoutNames(of: clearance.closed)
        return withReadableWords(readable, for: reader).named(names(in: readable, for: reader))
    }
}

extension DeskModel {
    /// Replaces "held by an agency" with words that a reader may have for the restricted facts: the facts themselves,
    /// or their owner's sanitised sentence.
    private func withReadableWords(_ alert: Alert, for reader: Reader) -> Alert {
        let restricted = alert.explanation.evidence.filter(\.isRestricted)
        guard !restricted.isEmpty else { return alert }
        var alert = alert
        let facts = restrictedFacts(in: alert)
        for item in restricted {
            guard let words = facts[item.position].flatMap({ readableWords(for: $0, reader) }) else { continue }
            let (held, when) = (item.sentence.withoutStop, brief(item.occurred, in: alert))
            // Several facts that one agency holds are distinguished by their times.
            let isAlone = restricted.count { $0.sentence == item.sentence } == 1
            for index in alert.explanation.reasons.indices {
                alert.explanation.reasons[index].replace("\(held) (\(when))", with: "\(words) (\(when))")
                if isAlone { alert.explanation.reasons[index].replace(held, with: words) }
            }
        }
        return alert
    }

    /// Returns the time of a fact as the alert's sentences write it.
    private func brief(_ occurred: Occurrence, in alert: Alert) -> String {
        let zone = correlator.zone
        let end = max(
            alert.finding.enteredAt,
            alert.explanation.evidence.map(\.occurred.earliest).max() ?? .distantPast
        )
        let year = zone.day(of: end).parts.year
        return occurred.precision == .day
            ? Zone.brief(zone.day(of: occurred.earliest), in: year) : zone.brief(occurred.earliest, in: year)
    }

    private func readableWords(for fact: Fact, _ reader: Reader) -> String? {
        guard !mayRead(fact, reader) else {
            let times = Times(zone: correlator.zone, now: correlator.judgedUntil)
            return EventSentence.text(fact, times: times).withoutStop
        }
        return notes[fact.position]?.handling.sanitised.nonEmpty?.withoutStop
    }
}

extension String {
    fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}

extension EventNotes {
    /// Returns whether the fact at a position is restricted and this reader may read it.
    fileprivate func mayRead(_ position: Position, _ reader: Reader) -> Bool {
        self[position].map { $0.handling.isRestricted && reader.mayRead($0.handling) } ?? false
    }
}

extension Alert {
    /// Hides the sentences of its history that name one of these records.
    fileprivate func withoutNames(of records: Set<RecordKey>) -> Alert {
        guard !records.isEmpty else { return self }
        let names = records.map(\.description)
        var alert = self
        for index in alert.revisions.indices { alert.revisions[index].sentence.hide(names) }
        alert.withdrawal?.sentence.hide(names)
        return alert
    }
}

extension String {
    fileprivate mutating func hide(_ names: [String]) {
        if names.contains(where: mentions) { self = "What is known of who is who changed." }
    }

    /// Returns whether the text has this name, and not merely as the beginning of a longer one.
    private func mentions(_ name: String) -> Bool {
        ranges(of: name).contains { range in
            guard range.upperBound < endIndex else { return true }
            let next = self[range.upperBound]
            return !next.isLetter && !next.isNumber
        }
    }
}
