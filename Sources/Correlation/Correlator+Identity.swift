import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Returns the record that an event is about, with the event's identity data taken in; nil if it is about no child.
    mutating func record(of event: Event, from agency: AgencyName) -> UInt32? {
        guard let key = RecordKey(of: event, from: agency) else { return nil }
        let known = resolver.number(of: key)
        let number = known ?? enter(key)
        if let known, let person = event.child {
            // Most events repeat the identity data of earlier ones.
            if let change = resolver.learn(more: person, of: known) { follow(change) }
        } else if known == nil {
            follow(resolver.learn(new: key, event.child ?? PersonRecord()))
        }
        let occurred = event.occurred.earliest.milliseconds
        if let person = event.child, records[Int(number)].learn(person, at: occurred) {
            settle(number, isExercise: key.exercise)
            refresh(childOfRecord[Int(number)], after: number)
        } else if known == nil {
            settle(number, isExercise: key.exercise)
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
    private mutating func settle(_ number: UInt32, isExercise: Bool) {
        let (record, world) = (records[Int(number)], isExercise ? 1 : 0)
        let key = LinkKey(record.key)
        worlds[world].value.residents.add(child: key, born: record.born)
        othersTouched += worlds[world].value.records(naming: key)
        for residence in record.residences {
            worlds[world].value.residents.add(number, at: residence.address.postcode)
        }
    }

    /// Makes room for a new record, under the number that identity resolution will give it.
    private mutating func enter(_ key: RecordKey) -> UInt32 {
        records.append(ChildRecord(key, agency: agencyNumber(of: key.agency)))
        childOfRecord.append(-1)
        return UInt32(records.count - 1)
    }

    /// Returns the number of an agency, assigned now if it has none yet.
    mutating func agencyNumber(of name: AgencyName) -> UInt16 {
        directory.knownNumber(of: name) ?? directory.number(of: name)
    }

    private mutating func fileNumber(of child: ChildID, isExercise: Bool) -> Int32 {
        if let number = subjectIndices[child] { return number }
        let number = Int32(files.count)
        files.append(SubjectState(child, isExercise: isExercise))
        subjectIndices[child] = number
        return number
    }

    /// Moves records between children as identity resolution decides, and judges those children again, together.
    mutating func follow(_ change: IdentityChange) {
        guard !change.isEmpty else { return }
        if change.moves.count == 1, change.moves[0].before == nil { return enter(change.moves[0]) }
        movedChildren += change.touched
        if let (old, new) = renaming(change) { return rename(old, new, change) }
        var left: Set<Int32> = []
        var group: Set<Int32> = []
        for move in change.moves {
            let record = Int(move.number)
            let before = childOfRecord[record]
            let after = fileNumber(of: move.after, isExercise: move.record.exercise)
            if before >= 0 {
                left.insert(before)
                files[Int(before)].records -= 1
            }
            files[Int(after)].records += 1
            childOfRecord[record] = after
            group.insert(after)
        }
        let all = group.union(left).sorted()
        let kept = left.isEmpty ? [] : keepExplanations(of: all)
        for file in left.sorted() { redistribute(file) }
        for file in all { takeOverIdentity(file) }
        guard !left.isEmpty else { return }
        let cause = Cause.identity(resolver.sentences(change))
        judge(all, rules: rules.live, because: cause)
        for file in all { touchAllShared(by: file) }
        judgeShared(because: cause)
        releaseExplanations(kept)
    }

    /// Enters a new record, of a new child or of a known one: nothing moves.
    private mutating func enter(_ move: IdentityChange.Move) {
        let file = fileNumber(of: move.after, isExercise: move.record.exercise)
        childOfRecord[Int(move.number)] = file
        files[Int(file)].records += 1
    }

    /// Returns the old and new name if a change does nothing but rename a child: a child is named after one of its
    /// records, and a new record may change the name.
    private func renaming(_ change: IdentityChange) -> (old: ChildID, new: ChildID)? {
        guard let new = change.moves.first?.after, subjectIndices[new] == nil,
            let old = change.moves.lazy.compactMap(\.before).first, let file = subjectIndices[old]
        else { return nil }
        let isWhole = change.moves.allSatisfy { $0.after == new && ($0.before ?? old) == old }
        guard isWhole, change.redirects[old] == new else { return nil }
        return change.moves.count { $0.before != nil } == files[Int(file)].records ? (old, new) : nil
    }

    private mutating func rename(_ old: ChildID, _ new: ChildID, _ change: IdentityChange) {
        guard let file = subjectIndices.removeValue(forKey: old) else { return }
        subjectIndices[new] = file
        files[Int(file)].id = new
        for move in change.moves where move.before == nil { enter(move) }
        for place in files[Int(file)].alerts { self.change(place) { $0.finding.subject = .child(new) } }
    }

    /// Moves every fact of a file to the child to whom its record now belongs.
    private mutating func redistribute(_ file: Int32) {
        files[Int(file)].clearWakes()
        for line in files[Int(file)].chronology.removeAll() {
            files[Int(childOfRecord[Int(line.record)])].chronology.insert(line)
        }
    }

    /// Applies a change of birth date, address or family name in a record to its child.
    private mutating func refresh(_ file: Int32, after record: UInt32) {
        guard tellsMore(record, of: file) else { return }
        let before = (files[Int(file)].chronology.residences, files[Int(file)].chronology.familyNames)
        let born = files[Int(file)].chronology.born
        takeOverIdentity(file)
        let known = files[Int(file)].chronology
        // The time since which the child lives somewhere matters only where a register lists somebody.
        let isListed = isListedAtHome(known, isExercise: files[Int(file)].isExercise)
        let isElse =
            known.born != born || known.familyNames != before.1
            || known.residences.map(\.address) != before.0.map(\.address)
        guard !known.isEmpty, isElse || isListed && known.residences != before.0 else { return }
        let cause = Cause.identity(["more became known of who the child is"])
        judge([file], rules: rules.live, because: cause)
        touchAllShared(by: file)
        judgeShared(because: cause)
    }

    /// Returns whether a register lists anybody at a postcode of the child.
    private func isListedAtHome(_ chronology: Chronology, isExercise: Bool) -> Bool {
        chronology.residences.contains {
            worlds[isExercise ? 1 : 0].value.residents.isListed(at: $0.address.postcode)
        }
    }

    /// Returns whether a record says anything that is not known of its child already.
    private func tellsMore(_ record: UInt32, of file: Int32) -> Bool {
        // Field by field: a copy of the chronology would retain the owners of all its facts.
        let (born, residences) = (files[Int(file)].chronology.born, files[Int(file)].chronology.residences)
        return born != records[Int(record)].born
            || !records[Int(record)].residences.allSatisfy(residences.contains)
            || !records[Int(record)].familyNames.allSatisfy(files[Int(file)].chronology.familyNames.contains)
    }

    /// Takes over the birth date that most records give, of several the latest; all addresses, each since it was first
    /// named; and all family names.
    private mutating func takeOverIdentity(_ file: Int32) {
        let own = resolver.records(of: files[Int(file)].id).compactMap { resolver.number(of: $0) }.map {
            records[Int($0)]
        }
        let dates = own.compactMap(\.born)
        let born = dates.max { left, right in
            let (leftCount, rightCount) = (dates.count { $0 == left }, dates.count { $0 == right })
            return (leftCount, left) < (rightCount, right)
        }
        files[Int(file)].chronology.take(born: born, rules.zone)
        files[Int(file)].chronology.residences = Residence.all(own.lazy.flatMap(\.residences))
        var names: [String] = []
        for name in own.lazy.flatMap(\.familyNames) where !names.contains(name) { names.append(name) }
        files[Int(file)].chronology.familyNames = names
    }
}
