import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// The record that an event is about, learnt; nil where it is about no child.
    mutating func record(of event: Event, from agency: AgencyName) -> UInt32? {
        guard let key = RecordKey(of: event, from: agency) else { return nil }
        let known = resolver.number(of: key)
        let number = known ?? enter(key)
        if let known, let person = event.child {
            // Mostly it says what it said before.
            guard let change = resolver.learn(more: person, of: known) else { return known }
            follow(change)
        } else if known == nil {
            follow(resolver.learn(new: key, event.child ?? PersonRecord()))
        }
        if let person = event.child, records[Int(number)].learn(person) {
            refresh(childOfRecord[Int(number)], after: number)
        }
        return number
    }

    /// The children who may be the same as one, for as long as a person has not said.
    func possibleOthers(of child: ChildID, for clearance: Clearance?) -> [String] {
        let closed = clearance?.closed ?? []
        return resolver.pending(of: child).filter { closed.isDisjoint(with: $0.records) }.map { pair in
            let other = pair.children.first { $0 != child } ?? child
            return "Possibly the same child as \(other): \(pair.records[0]) and \(pair.records[1]) wait for a person"
                + " to say (\(pair.why))."
        }
    }

    /// Makes room for a record that is about to be learnt, under the number that identity resolution will give it.
    private mutating func enter(_ key: RecordKey) -> UInt32 {
        records.append(ChildRecord(key, agency: agencyNumber(of: key.agency)))
        childOfRecord.append(-1)
        return UInt32(records.count - 1)
    }

    /// The number of an agency, given now if it has none yet.
    mutating func agencyNumber(of name: AgencyName) -> UInt16 {
        directory.knownNumber(of: name) ?? directory.number(of: name)
    }

    private mutating func fileNumber(of child: ChildID, isExercise: Bool) -> Int32 {
        if let number = fileNumbers[child] { return number }
        let number = Int32(files.count)
        files.append(ChildFile(child, isExercise: isExercise))
        fileNumbers[child] = number
        return number
    }

    /// Moves records between children as identity resolution says, and judges those children anew, together.
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

    /// A new record, of a new child or of a known one: nothing moves.
    private mutating func enter(_ move: IdentityChange.Move) {
        let file = fileNumber(of: move.after, isExercise: move.record.exercise)
        childOfRecord[Int(move.number)] = file
        files[Int(file)].records += 1
    }

    /// A child is named after one of its records; a new one may change the name and nothing else.
    private func renaming(_ change: IdentityChange) -> (old: ChildID, new: ChildID)? {
        guard let new = change.moves.first?.after, fileNumbers[new] == nil,
            let old = change.moves.lazy.compactMap(\.before).first, let file = fileNumbers[old]
        else { return nil }
        let isWhole = change.moves.allSatisfy { $0.after == new && ($0.before ?? old) == old }
        guard isWhole, change.redirects[old] == new else { return nil }
        return change.moves.count { $0.before != nil } == files[Int(file)].records ? (old, new) : nil
    }

    private mutating func rename(_ old: ChildID, _ new: ChildID, _ change: IdentityChange) {
        guard let file = fileNumbers.removeValue(forKey: old) else { return }
        fileNumbers[new] = file
        files[Int(file)].id = new
        for move in change.moves where move.before == nil { enter(move) }
        for place in files[Int(file)].alerts { self.change(place) { $0.finding.subject = .child(new) } }
    }

    /// Gives every fact of a file to the child to whom its record now belongs.
    private mutating func redistribute(_ file: Int32) {
        files[Int(file)].clearWakes()
        for line in files[Int(file)].chronology.removeAll() {
            files[Int(childOfRecord[Int(line.record)])].chronology.insert(line)
        }
    }

    /// What a child's records say of birth date and address changed.
    private mutating func refresh(_ file: Int32, after record: UInt32) {
        guard tellsMore(record, of: file) else { return }
        let (born, addresses) = (files[Int(file)].chronology.born, files[Int(file)].chronology.addresses)
        takeOverIdentity(file)
        let known = files[Int(file)].chronology
        guard !known.isEmpty, known.born != born || known.addresses != addresses else { return }
        let cause = Cause.identity(["more became known of who the child is"])
        judge([file], rules: rules.live, because: cause)
        touchAllShared(by: file)
        judgeShared(because: cause)
    }

    /// Whether a record says anything that is not known of its child already.
    private func tellsMore(_ record: UInt32, of file: Int32) -> Bool {
        // Field by field: a copy of the chronology would be one of all its lines' owners.
        let (born, addresses) = (files[Int(file)].chronology.born, files[Int(file)].chronology.addresses)
        return born != records[Int(record)].born
            || !records[Int(record)].addresses.allSatisfy(addresses.contains)
    }

    /// The birth date that most records give, of several the latest; and all addresses.
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
        var addresses: [HomeAddress] = []
        for address in own.lazy.flatMap(\.addresses) where !addresses.contains(address) { addresses.append(address) }
        files[Int(file)].chronology.addresses = addresses
    }
}
