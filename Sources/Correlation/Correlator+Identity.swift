import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Returns the record that an event is about, with the event's identity data taken in; nil if it is about no child.
    mutating func record(of event: Event, from agency: AgencyName) -> RecordIndex? {
        guard let key = RecordKey(of: event, from: agency) else { return nil }
        let known = resolver.number(of: key)
        let number = known.map { RecordIndex($0) } ?? enter(key)
        if let known, let person = event.child {
            // Most events repeat the identity data of earlier ones.
            if let change = resolver.learn(more: person, of: known) { follow(change) }
        } else if known == nil {
            follow(resolver.learn(new: key, event.child ?? PersonRecord()))
        }
        let occurred = event.occurred.earliest.milliseconds
        if let person = event.child, records[number].learn(person, at: occurred) {
            settle(number)
            refresh(childOfRecord[number], after: number)
        } else if known == nil {
            settle(number)
        }
        return number
    }

    /// Returns sentences about children who are possibly the same as one, until a person has decided.
    func possibleOthers(of child: ChildID, for clearance: Clearance?) -> [String] {
        let closed = clearance?.closed ?? []
        return resolver.pending(of: child).filter { closed.isDisjoint(with: $0.records) }.map { pair in
            let other = pair.children.first { $0 != child } ?? child
            return "Possibly the same child as \(other): \(pair.records[0]) and \(pair.records[1]) wait for a person"
                + " to say (\(pair.why))."
        }
    }

    /// Registers a record's reference and addresses as a child's, which may change findings about others.
    private mutating func settle(_ index: RecordIndex) {
        let record = records[index]
        let (key, realm) = (LinkKey(record.key), record.key.realm)
        worlds[realm.index].links.value.residents.add(child: key, born: record.born)
        othersChanged += worlds[realm.index].links.value.records(naming: key)
        for residence in record.residences {
            worlds[realm.index].links.value.residents.add(index, at: residence.address.postcode)
        }
    }

    /// Makes room for a new record, under the number that identity resolution will give it.
    private mutating func enter(_ key: RecordKey) -> RecordIndex {
        childOfRecord.append(.unassigned)
        return records.append(ChildRecord(key, agency: agencyNumber(of: key.agency)))
    }

    /// Returns the number of an agency, assigned now if it has none yet.
    mutating func agencyNumber(of name: AgencyName) -> UInt16 {
        directory.knownNumber(of: name) ?? directory.number(of: name)
    }

    private mutating func subject(of child: ChildID, in realm: Realm) -> SubjectIndex {
        if let subject = subjectOfChild[child] { return subject }
        let subject = subjects.append(SubjectState(child, in: realm))
        subjectOfChild[child] = subject
        return subject
    }

    /// Moves records between children as identity resolution decides, and judges those children again, together.
    mutating func follow(_ change: IdentityChange) {
        guard !change.isEmpty else { return }
        if change.moves.count == 1, change.moves[0].before == nil { return enter(change.moves[0]) }
        movedChildren += change.touched
        if let (old, new) = renaming(change) { return rename(old, new, change) }
        var left: Set<SubjectIndex> = []
        var group: Set<SubjectIndex> = []
        for move in change.moves {
            let record = RecordIndex(move.number)
            let before = childOfRecord[record]
            let after = subject(of: move.after, in: move.record.realm)
            if before != .unassigned {
                left.insert(before)
                subjects[before].records -= 1
            }
            subjects[after].records += 1
            childOfRecord[record] = after
            group.insert(after)
        }
        let all = group.union(left).sorted()
        guard !left.isEmpty else { return all.forEach { takeOverIdentity($0) } }
        keepingExplanations(of: all) { correlator in
            for subject in left.sorted() { correlator.redistribute(subject) }
            for subject in all { correlator.takeOverIdentity(subject) }
            let cause = Cause.identity(correlator.resolver.sentences(change))
            correlator.judge(all, rules: correlator.rules.live, because: cause)
            for subject in all { correlator.markAllShared(by: subject) }
            correlator.judgeShared(because: cause)
        }
    }

    /// Enters a new record, of a new child or of a known one: nothing moves.
    private mutating func enter(_ move: IdentityChange.Move) {
        let subject = subject(of: move.after, in: move.record.realm)
        childOfRecord[RecordIndex(move.number)] = subject
        subjects[subject].records += 1
    }

    /// Returns the old and new name if a change does nothing but rename a child: a child is named after one of its
    /// records, and a new record may change the name.
    private func renaming(_ change: IdentityChange) -> (old: ChildID, new: ChildID)? {
        guard let new = change.moves.first?.after, subjectOfChild[new] == nil,
            let old = change.moves.lazy.compactMap(\.before).first, let subject = subjectOfChild[old]
        else { return nil }
        let isWhole = change.moves.allSatisfy { $0.after == new && ($0.before ?? old) == old }
        guard isWhole, change.redirects[old] == new else { return nil }
        return change.moves.count { $0.before != nil } == subjects[subject].records ? (old, new) : nil
    }

    private mutating func rename(_ old: ChildID, _ new: ChildID, _ change: IdentityChange) {
        guard let subject = subjectOfChild.removeValue(forKey: old) else { return }
        subjectOfChild[new] = subject
        subjects[subject].id = new
        for move in change.moves where move.before == nil { enter(move) }
        for alert in subjects[subject].alerts { book.entries[alert].alert.finding.subject = .child(new) }
    }

    /// Moves every fact of a subject to the child to whom its record now belongs.
    private mutating func redistribute(_ subject: SubjectIndex) {
        subjects[subject].clearWakes()
        for line in subjects[subject].chronology.removeAll() {
            subjects[childOfRecord[line.record]].chronology.insert(line)
        }
    }

    /// Applies a change of birth date, address or family name in a record to its child.
    private mutating func refresh(_ subject: SubjectIndex, after record: RecordIndex) {
        guard addsKnowledge(record, of: subject) else { return }
        let before = (subjects[subject].chronology.residences, subjects[subject].chronology.familyNames)
        let born = subjects[subject].chronology.born
        takeOverIdentity(subject)
        let known = subjects[subject].chronology
        // The time since which the child lives somewhere matters only where a register lists somebody.
        let isListed = isListedAtHome(known, in: subjects[subject].realm)
        let isElse =
            known.born != born || known.familyNames != before.1
            || known.residences.map(\.address) != before.0.map(\.address)
        guard !known.isEmpty, isElse || isListed && known.residences != before.0 else { return }
        let cause = Cause.identity(["more became known of who the child is"])
        judge([subject], rules: rules.live, because: cause)
        markAllShared(by: subject)
        judgeShared(because: cause)
    }

    /// Returns whether a register lists anybody at a postcode of the child.
    private func isListedAtHome(_ chronology: Chronology, in realm: Realm) -> Bool {
        chronology.residences.contains {
            worlds[realm.index].links.value.residents.isListed(at: $0.address.postcode)
        }
    }

    /// Returns whether a record says anything that is not known of its child already.
    private func addsKnowledge(_ record: RecordIndex, of subject: SubjectIndex) -> Bool {
        // Field by field: a copy of the chronology would retain the owners of all its facts.
        let (born, residences) = (subjects[subject].chronology.born, subjects[subject].chronology.residences)
        return born != records[record].born
            || !records[record].residences.allSatisfy(residences.contains)
            || !records[record].familyNames.allSatisfy(subjects[subject].chronology.familyNames.contains)
    }

    /// Takes over the birth date that most records give, of several the latest; all addresses, each since it was first
    /// named; and all family names.
    private mutating func takeOverIdentity(_ subject: SubjectIndex) {
        let own = resolver.records(of: subjects[subject].id).compactMap { resolver.number(of: $0) }.map {
            records[RecordIndex($0)]
        }
        let dates = own.compactMap(\.born)
        let born = dates.max { left, right in
            let (leftCount, rightCount) = (dates.count { $0 == left }, dates.count { $0 == right })
            return (leftCount, left) < (rightCount, right)
        }
        subjects[subject].chronology.take(born: born, rules.zone)
        subjects[subject].chronology.residences = Residence.all(own.lazy.flatMap(\.residences))
        var names: [String] = []
        for name in own.lazy.flatMap(\.familyNames) where !names.contains(name) { names.append(name) }
        subjects[subject].chronology.familyNames = names
    }
}
