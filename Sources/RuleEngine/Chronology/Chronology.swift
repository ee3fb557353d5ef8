public import SafeguardingModel

/// All facts about one child, in order of occurrence, with the parts of the child's identity that rules may use.
public struct Chronology: Sendable {
    /// In order of occurrence, whatever the order of arrival.
    package private(set) var lines: [ChronologyFact] = []
    /// The number of facts that name a person, place or thing that can be recognised elsewhere.
    package private(set) var linkedLines = 0
    /// The sorts of facts that occur at all.
    package private(set) var traits = FactKinds()
    /// The agencies that sent the facts, and how many facts each.
    private var tellers: [(agency: UInt16, count: Int)] = []
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

    public var count: Int { lines.count }
    public var isEmpty: Bool { lines.isEmpty }

    /// Returns the facts in the form that other modules use.
    public func facts(in directory: AgencyRegister) -> [Fact] {
        lines.map { Fact($0, in: directory) }
    }

    /// Inserts a fact in order of occurrence. A fact later than all others is appended without a search.
    package mutating func insert(_ line: ChronologyFact) {
        if lines.count == lines.capacity { lines.reserveCapacity(lines.count + max(4, lines.count / 2)) }
        if line.flags.contains(.linked) { linkedLines += 1 }
        traits.insert(line)
        count(teller: line.agency)
        begins = min(begins, line.at)
        let isLast = lines.isEmpty || lines[lines.count - 1].at < line.at
        if isLast { lines.append(line) } else { lines.insert(line, at: place(of: line)) }
    }

    /// Computes the counts and traits again after facts were removed or their marks changed.
    private mutating func summarise() {
        linkedLines = lines.count { $0.flags.contains(.linked) }
        traits = FactKinds(lines)
        tellers = []
        for index in lines.indices { count(teller: lines[index].agency) }
        begins = lines.first?.at ?? .max
    }

    private mutating func count(teller agency: UInt16) {
        if let known = tellers.firstIndex(where: { $0.agency == agency }) {
            tellers[known].count += 1
        } else {
            tellers.append((agency, 1))
        }
    }

    /// Returns how many facts an agency sent.
    package func count(toldBy agency: UInt16) -> Int { tellers.first { $0.agency == agency }?.count ?? 0 }

    /// Returns how many of an agency's facts happened between two instants, the second excluded.
    package func count(toldBy agency: UInt16, from: Int64, until: Int64) -> Int {
        let first = lines.indices.partitioningIndex { lines[$0].at >= from }
        let end = lines.indices.partitioningIndex { lines[$0].at >= until }
        return (first..<end).count { lines[$0].agency == agency }
    }

    private func place(of line: ChronologyFact) -> Int {
        var low = 0
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            // The time usually decides; comparing it first avoids a copy of the fact, which would retain all its texts.
            let isBefore =
                lines[middle].at < line.at
                || lines[middle].at == line.at && ChronologyFact.isBefore(lines[middle], line)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package func line(named name: FactID) -> ChronologyFact? { lines.first { $0.name == name } }

    /// Returns the fact at an instant with a position in the journal.
    package func line(at instant: Int64, position: Position) -> ChronologyFact? {
        var low = lines.indices.partitioningIndex { lines[$0].at >= instant }
        while low < lines.count, lines[low].at == instant {
            if lines[low].position == position { return lines[low] }
            low += 1
        }
        return nil
    }

    /// Removes the fact of an event and returns it; nil where there is none.
    package mutating func remove(named name: FactID) -> ChronologyFact? {
        guard let index = lines.firstIndex(where: { $0.name == name }) else { return nil }
        let line = lines.remove(at: index)
        summarise()
        return line
    }

    /// Removes and returns all facts.
    package mutating func removeAll() -> [ChronologyFact] {
        defer {
            lines = []
            summarise()
        }
        return lines
    }

    /// Removes and returns the facts before an instant, except those of the kinds that `keep` accepts.
    package mutating func evict(before instant: Int64, keeping keep: (EventKind) -> Bool) -> [ChronologyFact] {
        guard begins < instant else { return [] }
        let old = lines.filter { $0.at < instant && !keep($0.kind) }
        guard !old.isEmpty else { return [] }
        lines = lines.filter { $0.at >= instant || keep($0.kind) }
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
        let isMistaken = lines.first.map { $0.at > at + Chronology.sevenYears } ?? false
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
        for index in lines.indices {
            lines[index].marks = selectors.mask(
                kind: lines[index].kind,
                fields: lines[index].fields,
                links: lines[index].links
            )
        }
        summarise()
    }

    /// Returns how many facts, from the first, had happened by an instant.
    package func count(by instant: Int64) -> Int {
        var count = lines.count
        if let last = lines.last, last.at <= instant { return count }
        var low = 0
        while low < count {
            let middle = (low + count) / 2
            if lines[middle].at <= instant { low = middle + 1 } else { count = middle }
        }
        return low
    }
}
