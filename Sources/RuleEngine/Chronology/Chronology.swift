public import SafeguardingModel

/// All that is known about one child, in order of occurrence, with what of the child's identity the rules may use.
public struct Chronology: Sendable {
    /// In order of occurrence, whatever the order of arrival.
    package private(set) var lines: [ChronologyFact] = []
    /// How many of the lines name somebody or something that can be recognised elsewhere.
    package private(set) var linkedLines = 0
    /// What sorts of facts there are at all.
    package private(set) var traits = FactKinds()
    /// Who told them, and how many each.
    private var tellers: [(agency: UInt16, count: Int)] = []
    /// When the first of them happened, in milliseconds; `Int64.max` where there is none.
    package private(set) var begins = Int64.max
    package private(set) var born: CivilDay?
    /// When the eighteenth birthday begins by the clocks of a zone, worked out once: every look at the child asks for it.
    private var eighteenth: (zone: Zone, at: Int64)?
    /// Where the child lives: places that weigh nothing as places of contact.
    package var residences: [Residence] = []
    /// The child's family names, as names are compared.
    package var familyNames: [String] = []

    public init() {}

    public var count: Int { lines.count }
    public var isEmpty: Bool { lines.isEmpty }

    /// The facts as everybody else knows them.
    public func facts(in directory: AgencyRegister) -> [Fact] {
        lines.map { Fact($0, in: directory) }
    }

    /// Puts a line where it belongs. What comes in order goes to the end without a search.
    package mutating func insert(_ line: ChronologyFact) {
        if lines.count == lines.capacity { lines.reserveCapacity(lines.count + max(4, lines.count / 2)) }
        if line.flags.contains(.linked) { linkedLines += 1 }
        traits.insert(line)
        count(teller: line.agency)
        begins = min(begins, line.at)
        let isLast = lines.isEmpty || lines[lines.count - 1].at < line.at
        if isLast { lines.append(line) } else { lines.insert(line, at: place(of: line)) }
    }

    /// After lines went or were marked anew.
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

    /// How many facts an agency told.
    package func count(toldBy agency: UInt16) -> Int { tellers.first { $0.agency == agency }?.count ?? 0 }

    /// How many facts an agency told of what happened between two instants, the second left out.
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
            // Mostly the time decides, and a copy of a line is one of its texts' owners.
            let isBefore =
                lines[middle].at < line.at
                || lines[middle].at == line.at && ChronologyFact.isBefore(lines[middle], line)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package func line(named name: FactID) -> ChronologyFact? { lines.first { $0.name == name } }

    /// The line of a fact, by when it happened and where it stands in the journal.
    package func line(at instant: Int64, position: Int64) -> ChronologyFact? {
        var low = lines.indices.partitioningIndex { lines[$0].at >= instant }
        while low < lines.count, lines[low].at == instant {
            if lines[low].position == position { return lines[low] }
            low += 1
        }
        return nil
    }

    /// Takes the line of an event out; nil where there is none.
    package mutating func remove(named name: FactID) -> ChronologyFact? {
        guard let index = lines.firstIndex(where: { $0.name == name }) else { return nil }
        let line = lines.remove(at: index)
        summarise()
        return line
    }

    /// Takes everything out.
    package mutating func removeAll() -> [ChronologyFact] {
        defer {
            lines = []
            summarise()
        }
        return lines
    }

    /// Forgets what happened before an instant, except what `keep` says; returns what was forgotten.
    package mutating func evict(before instant: Int64, keeping keep: (EventKind) -> Bool) -> [ChronologyFact] {
        guard begins < instant else { return [] }
        let old = lines.filter { $0.at < instant && !keep($0.kind) }
        guard !old.isEmpty else { return [] }
        lines = lines.filter { $0.at >= instant || keep($0.kind) }
        summarise()
        return old
    }

    /// The beginning of the child's eighteenth birthday; `Int64.max` where no birth date is known.
    ///
    /// A birth date by which the first fact is about somebody of twenty-five is a typing error, and ends nothing.
    package func adulthood(_ zone: Zone) -> Int64 {
        guard let born else { return .max }
        let known = eighteenth.flatMap { $0.zone == zone ? $0.at : nil }
        guard let at = known ?? Chronology.startOfAdulthood(born, zone) else { return .max }
        let isMistaken = lines.first.map { $0.at > at + Chronology.sevenYears } ?? false
        return isMistaken ? .max : at
    }

    /// Takes over a birth date, or that none is known.
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

    /// Marks every line anew, for a new set of rules.
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

    /// How many lines, from the first, had happened by an instant.
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
