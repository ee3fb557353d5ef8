import IdentityResolution
import RuleEngine
public import SafeguardingModel

/// Facts that are kept and not judged, because their agency sent more about one child than is judged.
struct SetAside: Sendable {
    private var facts: [FactID: ChronologyFact] = [:]
    private(set) var counts: [RecordIndex: Int] = [:]

    var isEmpty: Bool { facts.isEmpty }
    var count: Int { facts.count }
    /// The facts in the order of the journal.
    var inOrder: [ChronologyFact] { facts.values.sorted { $0.position < $1.position } }

    mutating func add(_ line: ChronologyFact) {
        facts[line.name] = line
        counts[line.record, default: 0] += 1
    }

    mutating func remove(_ name: FactID) -> ChronologyFact? {
        guard let line = facts.removeValue(forKey: name) else { return nil }
        let left = counts[line.record, default: 1] - 1
        counts[line.record] = left > 0 ? left : nil
        return line
    }
}

/// The facts that an agency sent under one reference beyond those that are judged.
public struct FactsSetAside: Hashable, Sendable {
    /// The agency's record of the child, under whose reference the facts came.
    public var record: RecordKey
    /// The child to whom the record belongs now.
    public var child: ChildID
    /// The positions of the facts in the journal, in order.
    public var positions: [Position]
    /// The time at which the first of them came.
    public var since: Instant
}

extension Correlator {
    /// Returns whether an agency's judged facts about the child have reached the limit, so that a further one is set
    /// aside. The order of the journal decides: those that came first are judged.
    func isFull(_ record: RecordIndex, at instant: Instant) -> Bool {
        let subject = childOfRecord[record]
        let count = subjects[subject].chronology.count(sentBy: records[record].agency)
        guard count >= min(limits.aDay, limits.inAll) else { return false }
        return count >= limits.inAll || countOnDay(of: instant, record, subject) >= limits.aDay
    }

    private func countOnDay(of instant: Instant, _ record: RecordIndex, _ subject: SubjectIndex) -> Int {
        let day = rules.zone.day(of: instant)
        return subjects[subject].chronology.count(
            sentBy: records[record].agency,
            from: rules.zone.startOfDay(day).milliseconds,
            until: rules.zone.startOfDay(day.advanced(by: 1)).milliseconds
        )
    }

    /// Takes in facts that were set aside and need not be after a change of limits. The caller judges everything again.
    mutating func judgeSetAside() {
        for line in setAside.inOrder where !isFull(line.record, at: Instant(milliseconds: line.at)) {
            guard setAside.remove(line.name) != nil else { continue }
            let version = Amendments.FactVersion(
                source: FactContent(line),
                record: line.record,
                agency: line.agency,
                position: line.position,
                received: Instant(milliseconds: line.received)
            )
            _ = place(line.name, version, in: Realm(isExercise: records[line.record].key.exercise))
        }
        othersChanged = []
    }

    /// Forgets facts that happened too long ago to be judged.
    mutating func forgetSetAside() {
        for line in setAside.inOrder where line.at < cutoff && !line.kind.isState {
            _ = setAside.remove(line.name)
            locations[line.name] = nil
        }
    }

    /// The number of facts that are kept and not judged.
    public var setAsideCount: Int { setAside.count }

    /// The records with facts that are kept and not judged, in order.
    public var factsSetAside: [FactsSetAside] {
        Dictionary(grouping: setAside.inOrder, by: \.record).map { number, facts in
            FactsSetAside(
                record: records[number].key,
                child: subjects[childOfRecord[number]].id,
                positions: facts.map(\.position),
                since: Instant(milliseconds: facts.map(\.received).min() ?? 0)
            )
        }.sorted { $0.record < $1.record }
    }

    /// The children with facts that are kept and not judged, sorted.
    public var childrenNotWhollyJudged: [ChildID] {
        Set(setAside.counts.keys.map { childOfRecord[$0] }).map { subjects[$0].id }.sorted()
    }

    /// Returns sentences about a child's facts that are not judged, for those of its records of which the reader may
    /// know.
    public func setAside(about child: ChildID, for clearance: Clearance?) -> [String] {
        guard !setAside.isEmpty else { return [] }
        let known = resolver.records(of: child).filter { !(clearance?.closed.contains($0) ?? false) }
        return known.compactMap { key in
            guard let number = resolver.number(of: key).map({ RecordIndex($0) }), let count = setAside.counts[number]
            else { return nil }
            return setAsideSentence(count, of: key.agency)
        }
    }

    private func setAsideSentence(_ count: Int, of agency: AgencyName) -> String {
        "\(Excerpt<ChronologyFact>.grouped(count)) further fact\(count == 1 ? "" : "s") of \(directory.title(of: agency)) about the child"
            + " \(count == 1 ? "is" : "are") kept and not judged: more came than is judged of one child."
            + " Does its reference stand for one child alone?"
    }
}
