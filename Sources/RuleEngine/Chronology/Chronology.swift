public import SafeguardingModel

/// All facts about one child, in order of occurrence, with the parts of the child's identity that rules may use.
public struct Chronology: Sendable {
    /// In order of occurrence, whatever the order of arrival.
    package private(set) var facts: [ChronologyFact] = []
    /// The number of facts that name a person, place or thing that can be recognised elsewhere.
    package private(set) var linkedFacts = 0
    /// The sorts of facts that occur at all.
    package private(set) var traits = FactKinds()
    /// The agencies that sent the facts, and how many facts each.
    private var senders: [(agency: UInt16, count: Int)] = []
    /// The earliest instant of the first fact, in milliseconds; `Int64.max` where there is no fact.
    package private(set) var begins = Int64.max
    package private(set) var born: CivilDay?
    /// The start of the eighteenth birthday in a zone's time, cached because each evaluation asks for it.
    private var eighteenth: (zone: Zone, at: Int64)?
    /// The places where the child lives: they do not count as places of contact.
    package var residences: [Residence] = []
    /// The child's family names, in the form in which names are compared.
    package var familyNames: [String] = []

    public init() {}

    public var count: Int { facts.count }
    public var isEmpty: Bool { facts.isEmpty }

    /// Returns the facts in the form that other modules use.
    public func facts(in directory: AgencyRegister) -> [Fact] {
        facts.map { Fact($0, in: directory) }
    }

    /// Inserts a fact in order of occurrence. A fact later than all others is appended without a search.
    package mutating func insert(_ line: ChronologyFact) {
        if facts.count == facts.capacity { facts.reserveCapacity(facts.count + max(4, facts.count / 2)) }
        if line.flags.contains(.linked) { linkedFacts += 1 }
        traits.insert(line)
        count(sender: line.agency)
        begins = min(begins, line.at)
        let isLast = facts.isEmpty || facts[facts.count - 1].at < line.at
        if isLast { facts.append(line) } else { facts.insert(line, at: place(of: line)) }
    }

    /// Computes the counts and traits again after facts were removed or their marks changed.
    private mutating func summarise() {
        linkedFacts = facts.count { $0.flags.contains(.linked) }
        traits = FactKinds(facts)
        senders = []
        for index in facts.indices { count(sender: facts[index].agency) }
        begins = facts.first?.at ?? .max
    }

    private mutating func count(sender agency: UInt16) {
        if let known = senders.firstIndex(where: { $0.agency == agency }) {
            senders[known].count += 1
        } else {
            senders.append((agency, 1))
        }
    }

    /// Returns how many facts an agency sent.
    package func count(sentBy agency: UInt16) -> Int { senders.first { $0.agency == agency }?.count ?? 0 }

    /// Returns how many of an agency's facts happened between two instants, the second excluded.
    package func count(sentBy agency: UInt16, from: Int64, until: Int64) -> Int {
        let first = facts.indices.partitioningIndex { facts[$0].at >= from }
        let end = facts.indices.partitioningIndex { facts[$0].at >= until }
        return (first..<end).count { facts[$0].agency == agency }
    }

    private func place(of line: ChronologyFact) -> Int {
        var low = 0
        var high = facts.count
        while low < high {
            let middle = (low + high) / 2
            // The time usually decides; comparing it first avoids a copy of the fact, which would retain all its texts.
            let isBefore =
                facts[middle].at < line.at
                || facts[middle].at == line.at && ChronologyFact.isBefore(facts[middle], line)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package func line(named name: FactID) -> ChronologyFact? { facts.first { $0.name == name } }

    /// Returns the fact at an instant with a position in the journal.
    package func line(at instant: Int64, position: Position) -> ChronologyFact? {
        var low = facts.indices.partitioningIndex { facts[$0].at >= instant }
        while low < facts.count, facts[low].at == instant {
            if facts[low].position == position { return facts[low] }
            low += 1
        }
        return nil
    }

    /// Removes the fact of an event and returns it; nil where there is none.
    package mutating func remove(named name: FactID) -> ChronologyFact? {
        guard let index = facts.firstIndex(where: { $0.name == name }) else { return nil }
        let line = facts.remove(at: index)
        summarise()
        return line
    }

    /// Removes and returns all facts.
    package mutating func removeAll() -> [ChronologyFact] {
        defer {
            facts = []
            summarise()
        }
        return facts
    }

    /// Removes and returns the facts before an instant, except those of the kinds that `keep` accepts.
    package mutating func evict(before instant: Int64, keeping keep: (EventKind) -> Bool) -> [ChronologyFact] {
        guard begins < instant else { return [] }
        let old = facts.filter { $0.at < instant && !keep($0.kind) }
        guard !old.isEmpty else { return [] }
        facts = facts.filter { $0.at >= instant || keep($0.kind) }
        summarise()
        return old
    }

    /// Returns the start of the child's eighteenth birthday, in milliseconds; `Int64.max` where no birth date is known.
    ///
    /// A birth date that makes the child at least 25 at the first fact is taken for a typing error and ignored.
    package func adulthood(_ zone: Zone) -> Int64 {
        guard let born else { return .max }
        let known = eighteenth.flatMap { $0.zone == zone ? $0.at : nil }
        guard let at = known ?? Chronology.startOfAdulthood(born, zone) else { return .max }
        let isMistaken = facts.first.map { $0.at > at + Chronology.sevenYears } ?? false
        return isMistaken ? .max : at
    }

    /// Takes over a birth date, or the lack of one.
    package mutating func take(born day: CivilDay?, _ zone: Zone) {
        born = day
        eighteenth = day.flatMap { Chronology.startOfAdulthood($0, zone) }.map { (zone, $0) }
    }

    private static func startOfAdulthood(_ born: CivilDay, _ zone: Zone) -> Int64? {
        let (year, month, day) = born.parts
        let birthday =
            CivilDay(year: year + 18, month: month, day: day) ?? CivilDay(year: year + 18, month: 3, day: 1)
        return birthday.map { zone.startOfDay($0).milliseconds }
    }

    private static let sevenYears: Int64 = 7 * 366 * 86_400_000

    /// Computes the marks of each fact again, for a new set of rules.
    package mutating func mark(by selectors: SelectorTable) {
        for index in facts.indices {
            facts[index].marks = selectors.mask(
                kind: facts[index].kind,
                fields: facts[index].fields,
                links: facts[index].links
            )
        }
        summarise()
    }

    /// Returns how many facts, from the first, had happened by an instant.
    package func count(by instant: Int64) -> Int {
        var count = facts.count
        if let last = facts.last, last.at <= instant { return count }
        var low = 0
        while low < count {
            let middle = (low + count) / 2
            if facts[middle].at <= instant { low = middle + 1 } else { count = middle }
        }
        return low
    }
}
