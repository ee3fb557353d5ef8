import SafeguardingModel

/// One absence of a child, put together from all `missing.reported` and `missing.found` facts of all agencies.
///
/// The home and the police may report the same evening under different episode numbers: that is one absence. Where a
/// source knows only the day, `earliest` and `latest` differ, and a rule that needs hours uses the certain length.
struct Absence: Sendable {
    var startEarliest: Int64
    var startLatest: Int64
    /// The earliest possible end, in milliseconds; `Int64.max` while no agency has said that the child is found.
    var endEarliest: Int64 = .max
    var endLatest: Int64 = .max
    /// Whether the child's whereabouts were unknown; false where the child was only away.
    var isMissing: Bool
    /// Whether any agency reported the absence; false where only its end is known.
    var isReported: Bool
    /// Whether an agency said when the child was found. False where a new report by the same agency ends the absence.
    var endIsTold = false
    /// The index of the report that begins it.
    var report: Int
    /// The index of the first `missing.found` fact.
    var found: Int?

    var isOpen: Bool { endEarliest == .max }

    /// The length that is certain, in milliseconds; nil while open, and where no agency said when it ended.
    var certainLength: Int64? { endIsTold && isReported ? max(0, endEarliest - startLatest) : nil }
    /// The greatest possible length, in milliseconds; nil as for `certainLength`.
    var longestLength: Int64? { endIsTold && isReported ? endLatest - startEarliest : nil }

    /// Whether the child was certainly still away at an instant.
    func lasts(past instant: Int64) -> Bool { startLatest <= instant && endEarliest > instant }
}

extension Absence {
    /// Returns the absence behind a `missing.found` fact that no report preceded.
    static func unreported(_ index: Int, _ facts: [ChronologyFact]) -> Absence {
        Absence(
            startEarliest: facts[index].at,
            startLatest: facts[index].latest,
            endEarliest: facts[index].at,
            endLatest: facts[index].latest,
            isMissing: true,
            isReported: false,
            report: index,
            found: index
        )
    }
}

/// All absences of a child, in order, and the facts that belong to each.
struct Absences: Sendable {
    private(set) var all: [Absence] = []
    /// The reports and `missing.found` facts, in order of occurrence.
    private(set) var members: [(line: Int, absence: Int)] = []
    private var open: Int?
    /// The agencies whose reports belong to the open absence.
    private var sendersOfOpen: [UInt16] = []
    /// The absence to which an agency's episode number referred last.
    private var latest: [Episode: Int] = [:]
    /// The starts of the absences reported as missing, in order. `missingEnds` has, at the same index, the latest end
    /// so far.
    private var missingStarts: [Int64] = []
    private var missingEnds: [Int64] = []

    private struct Episode: Hashable {
        var agency: UInt16
        var number: String?

        init(_ index: Int, _ facts: [ChronologyFact]) {
            agency = facts[index].agency
            number = facts.value(.episode, at: index)
        }
    }

    init(_ facts: [ChronologyFact], count: Int) {
        for index in 0..<count where facts[index].flags.contains(.episode) {
            if facts[index].kind == .missingReported { report(index, facts) } else { find(index, facts) }
        }
        for absence in all where absence.isMissing && absence.isReported {
            missingStarts.append(absence.startEarliest)
            missingEnds.append(max(absence.endLatest, missingEnds.last ?? .min))
        }
    }

    private mutating func add(_ index: Int, to absence: Int, _ facts: [ChronologyFact]) {
        members.append((index, absence))
        latest[Episode(index, facts)] = absence
        if absence == open { sendersOfOpen.append(facts[index].agency) }
    }

    private mutating func report(_ index: Int, _ facts: [ChronologyFact]) {
        let isMissing = facts.value(.category, at: index) != "away"
        guard let open else { return begin(index, facts, isMissing) }
        if belongs(index, to: open, facts) {
            add(index, to: open, facts)
            if isMissing && !all[open].isMissing { becomeMissing(open, index, facts) }
        } else {
            // The same agency begins another episode: the one before has ended at a time that no agency gave.
            close(open, earliest: facts[index].at, latest: facts[index].latest, isTold: false)
            begin(index, facts, isMissing)
        }
    }

    /// Whether a report belongs to the open absence: it is another agency's, or has the same episode number.
    private func belongs(_ index: Int, to open: Int, _ facts: [ChronologyFact]) -> Bool {
        latest[Episode(index, facts)] == open || !sendersOfOpen.contains(facts[index].agency)
    }

    private mutating func begin(_ index: Int, _ facts: [ChronologyFact], _ isMissing: Bool) {
        open = all.count
        sendersOfOpen = []
        add(index, to: all.count, facts)
        all.append(
            Absence(
                startEarliest: facts[index].at,
                startLatest: facts[index].latest,
                isMissing: isMissing,
                isReported: true,
                report: index
            )
        )
    }

    /// Turns an absence in which the child was only away into a missing one, from this report on.
    private mutating func becomeMissing(_ absence: Int, _ index: Int, _ facts: [ChronologyFact]) {
        all[absence].isMissing = true
        all[absence].startEarliest = facts[index].at
        all[absence].startLatest = facts[index].latest
        all[absence].report = index
    }

    private mutating func find(_ index: Int, _ facts: [ChronologyFact]) {
        // The agency has used this episode number before: for the open absence, or for an earlier one.
        let own = latest[Episode(index, facts)]
        if let own, own != open { return join(own, index, facts) }
        if let open { return end(open, index, facts) }
        // A second `missing.found` within half a day is about the same return; otherwise nobody had reported this
        // absence.
        if let last = all.indices.last, let found = all[last].found, facts[index].at - facts[found].at < 43_200_000 {
            return add(index, to: last, facts)
        }
        add(index, to: all.count, facts)
        all.append(.unreported(index, facts))
    }

    private mutating func end(_ absence: Int, _ index: Int, _ facts: [ChronologyFact]) {
        add(index, to: absence, facts)
        all[absence].found = index
        close(absence, earliest: facts[index].at, latest: facts[index].latest, isTold: true)
    }

    private mutating func close(_ absence: Int, earliest: Int64, latest: Int64, isTold: Bool) {
        all[absence].endEarliest = earliest
        all[absence].endLatest = latest
        all[absence].endIsTold = isTold
        open = nil
    }

    private mutating func join(_ absence: Int, _ index: Int, _ facts: [ChronologyFact]) {
        add(index, to: absence, facts)
        if all[absence].found == nil { all[absence].found = index }
    }

    /// Returns the indices of the facts that belong to an absence, in order.
    func indices(of absence: Int) -> [Int] {
        members.filter { $0.absence == absence }.map(\.line)
    }

    /// Returns the absence to which a fact belongs.
    func absence(of line: Int) -> Int? {
        let place = members.partitioningIndex { $0.line >= line }
        return place < members.count && members[place].line == line ? members[place].absence : nil
    }

    /// Returns the last absence that had begun by an instant. Absences do not overlap, so no earlier one lasts longer.
    func last(by instant: Int64) -> Int? {
        let next = all.partitioningIndex { $0.startEarliest > instant }
        return next > 0 ? next - 1 : nil
    }

    /// Returns the absence, reported as missing, in which an instant certainly or possibly falls.
    func missing(at instant: Int64) -> Int? {
        guard let last = last(by: instant) else { return nil }
        return [last, last - 1].first { number in
            number >= 0 && all[number].isMissing && all[number].isReported && instant <= all[number].endLatest
        }
    }

    /// Returns how often the child was reported missing between two instants, both included.
    func timesMissing(from: Int64, through: Int64) -> Int {
        let first = missingStarts.partitioningIndex { $0 >= from }
        return max(0, missingStarts.partitioningIndex { $0 > through } - first)
    }

    /// Whether the child was reported missing at some time between two instants.
    func wasMissing(from: Int64, through: Int64) -> Bool {
        let next = missingStarts.partitioningIndex { $0 > through }
        return next > 0 && missingEnds[next - 1] >= from
    }

    /// Whether a time between these instants certainly lies within an absence that was reported as missing.
    func isMissing(from: Int64, through: Int64) -> Bool {
        guard let last = last(by: from) else { return false }
        return [last, last - 1].contains { number in
            number >= 0 && all[number].isMissing && all[number].isReported && all[number].startLatest <= from
                && through <= all[number].endEarliest
        }
    }
}
