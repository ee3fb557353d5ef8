package import SafeguardingModel

/// An adult whom a fact calls a person of concern, with all keys and the times of concern.
struct Person: Sendable {
    /// The keys, sorted.
    var keys: [KeyIndex] = []
    /// The facts that call the person so, in order of occurrence.
    var assertions: [Assertion] = []
    /// The times when the person was of concern, in order.
    private(set) var periods: [Period] = []
    /// The smallest key, in words, which keys a finding about contact with this person.
    private(set) var name = ""

    struct Period: Sendable {
        var from: Int64
        var until: Int64
        var register: String
        var line: ChronologyFact
    }

    var isEmpty: Bool { assertions.isEmpty }

    init() {}

    /// Creates a person known only by the words of one fact.
    init(named label: String) {
        name = label.isEmpty ? "unnamed" : "named \(label.lowercased())"
    }

    /// Computes again when the person was of concern. `keys` are all the keys there are.
    mutating func settle(_ table: Table<TableRow.Key, LinkKey>) {
        name = keys.map { table[$0] }.min().map { "\($0)" } ?? ""
        assertions.sort { ChronologyFact.isBefore($0.line, $1.line) }
        let ends = ends(table)
        func end(_ register: String, of holder: Int, from instant: Int64) -> Int64 {
            guard let times = ends.times[Register(name: register, holder: holder)] else { return .max }
            let next = times.partitioningIndex { $0 >= instant }
            return next < times.count ? times[next] : .max
        }
        periods = zip(assertions, ends.holders).filter { !$0.0.isEnd }.map { listing, holder in
            let at = listing.line.at
            let end = min(end(listing.register, of: holder, from: at), end("", of: holder, from: at))
            return Period(from: at, until: min(listing.until, end), register: listing.register, line: listing.line)
        }
    }

    /// A register as far as it is about one of those who share an address.
    private struct Register: Hashable {
        var name: String
        var holder: Int
    }

    /// Returns the times at which entries end, and for each assertion the number of the one whom it is about.
    ///
    /// An address has several residents, so an end is about those alone with whom it shares another key, or where it
    /// has no other, about those who have no other either.
    private func ends(_ table: Table<TableRow.Key, LinkKey>) -> (times: [Register: [Int64]], holders: [Int]) {
        guard assertions.contains(where: \.isEnd) else { return ([:], Array(repeating: 0, count: assertions.count)) }
        var parents = Array(assertions.indices)
        func holder(_ place: Int) -> Int {
            var place = place
            while parents[place] != place { place = parents[place] }
            return place
        }
        var first: [KeyIndex: Int] = [:]
        for (place, assertion) in assertions.enumerated() {
            let own = assertion.keys.filter { !table[$0].isAddress }
            for key in own.isEmpty ? assertion.keys : own {
                if let known = first[key] { parents[holder(place)] = holder(known) } else { first[key] = place }
            }
        }
        let holders = assertions.indices.map(holder)
        let gone = assertions.indices.filter { assertions[$0].isEnd }
        let times = Dictionary(grouping: gone) { Register(name: assertions[$0].register, holder: holders[$0]) }
        return (times.mapValues { $0.map { assertions[$0].line.at } }, holders)
    }

    /// Returns the first fact that says that a key is the person's.
    func firstNaming(_ key: KeyIndex) -> ChronologyFact? {
        assertions.first { !$0.isEnd && $0.keys.contains(key) }?.line
    }

    /// Returns the earliest moment at which contact at `instant` is contact with a person of concern: at once, or when
    /// a listing no later than `lookBack` afterwards shows who it was. Where registers are named, `isMeant` chooses the
    /// entries that count: an order may protect another child.
    func concern(
        at instant: Int64,
        lookBack: Int64,
        registers: [String],
        _ isMeant: (Period) -> Bool = { _ in true }
    ) -> (from: Int64, period: Period)? {
        var best: (from: Int64, period: Period)?
        for period in periods where registers.isEmpty || registers.contains(period.register) && isMeant(period) {
            guard instant < period.until, period.from - instant <= lookBack else { continue }
            let from = max(instant, period.from)
            if best.map({ from < $0.from }) ?? true { best = (from, period) }
        }
        return best
    }
}

extension LinkKey {
    /// Whether it is a place, which several people may have.
    var isAddress: Bool { scheme == .uprn || scheme == .premises }
}

extension Link {
    /// Whether it names several keys of one adult or place.
    var isTying: Bool { keys.count > 1 && !isPublicPlace }
}

/// One fact that calls somebody a person of concern, or that takes them off a register.
struct Assertion: Sendable {
    var line: ChronologyFact
    var keys: [KeyIndex]
    var register: String
    var until: Int64
    var isEnd: Bool

    /// Returns an instant, or the end of a day, in milliseconds.
    static func end(of text: String, zone: Zone) -> Int64? {
        if let instant = Instant(rfc3339: text) { return instant.milliseconds }
        return CivilDay(text).map { zone.startOfDay($0.advanced(by: 1)).milliseconds }
    }
}

/// The age or the birth date that one fact gives to the holder of a key.
struct KeyAge: Sendable {
    var at: Int64
    var position: Position
    private var born: CivilDay?
    private var years: Int?

    init?(_ link: Link, _ line: ChronologyFact) {
        (at, position, born, years) = (line.at, line.position, link.born, link.age)
        if born == nil, years == nil { return nil }
    }

    /// Whether this one, told no later, makes the other say nothing new.
    func isSame(as other: KeyAge) -> Bool { born == other.born && years == other.years && at <= other.at }

    /// Whether it makes the person a child on a day; an age in years grows from the day on which it was told.
    func isChild(on day: CivilDay, toldOn told: CivilDay) -> Bool {
        if let born { return born.age(on: day) < 18 }
        return years.map { $0 + (told <= day ? told.age(on: day) : -day.age(on: told)) < 18 } ?? true
    }
}

/// One mention of a key in a fact.
package struct KeyMention: Sendable {
    package var at: Int64
    /// The fact's position.
    package var position: Position
    /// The child's record to which the fact belongs; `nobody` where it is about no child.
    package var record: RecordIndex
    var agency: UInt16
    var kind: EventKind
    /// The relation to the child that the fact gives to the holder of the key.
    var relation: Relation?

    package init(_ line: ChronologyFact, record: RecordIndex, relation: Relation? = nil) {
        at = line.at
        position = line.position
        self.record = record
        agency = line.agency
        kind = line.kind
        self.relation = relation
    }
}
