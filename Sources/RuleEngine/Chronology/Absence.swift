import SafeguardingModel

/// One time that a child was away, put together from all reports and findings of all agencies.
///
/// The home and the police each report the same evening under numbers of their own: that is one absence. Where a source
/// knows only the day, `earliest` and `latest` differ, and a rule that needs hours uses what is certain.
struct Absence: Sendable {
    var startEarliest: Int64
    var startLatest: Int64
    /// `Int64.max` while nobody has said that the child is found.
    var endEarliest: Int64 = .max
    var endLatest: Int64 = .max
    /// Whereabouts unknown; otherwise only away.
    var isMissing: Bool
    /// Whether anybody reported it; otherwise only the finding is known.
    var isReported: Bool
    /// Whether somebody said when the child was found; a new report of the same agency ends an absence without a time.
    var endIsTold = false
    /// The line of the report that begins it.
    var report: Int
    /// The line of the first finding.
    var found: Int?

    var isOpen: Bool { endEarliest == .max }

    /// The length that is certain, in milliseconds; nil while open, and where nobody said when it ended.
    var certainLength: Int64? { endIsTold && isReported ? max(0, endEarliest - startLatest) : nil }
    /// The greatest length that is possible.
    var longestLength: Int64? { endIsTold && isReported ? endLatest - startEarliest : nil }

    /// Whether the child was certainly still away at an instant.
    func lasts(past instant: Int64) -> Bool { startLatest <= instant && endEarliest > instant }
}

extension Absence {
    /// A finding of which nobody had reported the absence.
    static func unreported(_ index: Int, _ lines: [Line]) -> Absence {
        Absence(
            startEarliest: lines[index].at,
            startLatest: lines[index].latest,
            endEarliest: lines[index].at,
            endLatest: lines[index].latest,
            isMissing: true,
            isReported: false,
            report: index,
            found: index
        )
    }
}

/// All absences of a child, in order, and which line belongs to which.
struct Absences: Sendable {
    private(set) var all: [Absence] = []
    /// Reports and findings in order of occurrence.
    private(set) var members: [(line: Int, absence: Int)] = []
    private var open: Int?
    /// Where the open absence's members begin.
    private var firstOfOpen = 0

    init(_ lines: [Line], count: Int) {
        for index in 0..<count where lines[index].flags.contains(.episode) {
            if lines[index].kind == .missingReported { report(index, lines) } else { find(index, lines) }
        }
    }

    private mutating func report(_ index: Int, _ lines: [Line]) {
        let isMissing = lines.value(.category, at: index) != "away"
        guard let open else { return begin(index, lines, isMissing) }
        if belongs(index, toOpen: lines) {
            members.append((index, open))
            if isMissing && !all[open].isMissing { becomeMissing(open, index, lines) }
        } else {
            // The same agency begins another episode: the one before must have ended, and nobody said when.
            close(open, earliest: lines[index].at, latest: lines[index].latest, isTold: false)
            begin(index, lines, isMissing)
        }
    }

    /// Another agency's report, or a second one of the same episode.
    private func belongs(_ index: Int, toOpen lines: [Line]) -> Bool {
        var isOwnKnown = false
        // A late finding of an earlier absence stands among these members too, and says nothing of the open one.
        for place in firstOfOpen..<members.count
        where members[place].absence == open && lines[members[place].line].agency == lines[index].agency {
            if lines.value(.episode, at: members[place].line) == lines.value(.episode, at: index) { return true }
            isOwnKnown = true
        }
        return !isOwnKnown
    }

    private mutating func begin(_ index: Int, _ lines: [Line], _ isMissing: Bool) {
        open = all.count
        firstOfOpen = members.count
        members.append((index, all.count))
        all.append(
            Absence(
                startEarliest: lines[index].at,
                startLatest: lines[index].latest,
                isMissing: isMissing,
                isReported: true,
                report: index
            )
        )
    }

    /// One agency knew the child away, another reports them missing: missing from then on.
    private mutating func becomeMissing(_ absence: Int, _ index: Int, _ lines: [Line]) {
        all[absence].isMissing = true
        all[absence].startEarliest = lines[index].at
        all[absence].startLatest = lines[index].latest
        all[absence].report = index
    }

    private mutating func find(_ index: Int, _ lines: [Line]) {
        if let open, isOfOpen(index, open, lines) { return end(open, index, lines) }
        if let earlier = absence(of: index, lines) { return join(earlier, index) }
        if let open { return end(open, index, lines) }
        // A second voice on the same finding, within half a day; otherwise a finding that nobody had reported.
        if let last = all.indices.last, let found = all[last].found, lines[index].at - lines[found].at < 43_200_000 {
            return members.append((index, last))
        }
        members.append((index, all.count))
        all.append(.unreported(index, lines))
    }

    /// Whether the agency had told of the open absence under the same number.
    private func isOfOpen(_ index: Int, _ open: Int, _ lines: [Line]) -> Bool {
        (firstOfOpen..<members.count).contains { members[$0].absence == open && isSame(index, $0, lines) }
    }

    /// The latest absence of which the agency had told under the same number.
    private func absence(of index: Int, _ lines: [Line]) -> Int? {
        members.indices.last { isSame(index, $0, lines) }.map { members[$0].absence }
    }

    private func isSame(_ index: Int, _ place: Int, _ lines: [Line]) -> Bool {
        let line = members[place].line
        return lines[line].agency == lines[index].agency
            && lines.value(.episode, at: line) == lines.value(.episode, at: index)
    }

    private mutating func end(_ absence: Int, _ index: Int, _ lines: [Line]) {
        members.append((index, absence))
        all[absence].found = index
        close(absence, earliest: lines[index].at, latest: lines[index].latest, isTold: true)
    }

    private mutating func close(_ absence: Int, earliest: Int64, latest: Int64, isTold: Bool) {
        all[absence].endEarliest = earliest
        all[absence].endLatest = latest
        all[absence].endIsTold = isTold
        open = nil
    }

    private mutating func join(_ absence: Int, _ index: Int) {
        members.append((index, absence))
        if all[absence].found == nil { all[absence].found = index }
    }

    /// The lines that speak of an absence, in order.
    func lines(of absence: Int) -> [Int] {
        members.filter { $0.absence == absence }.map(\.line)
    }

    /// The absence to which a line belongs.
    func absence(of line: Int) -> Int? {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].line < line { low = middle + 1 } else { high = middle }
        }
        return low < members.count && members[low].line == line ? members[low].absence : nil
    }

    /// The last absence that had begun by an instant. Absences follow each other: no earlier one lasts longer.
    func last(by instant: Int64) -> Int? {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].startEarliest <= instant { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    /// The absence, reported as missing, in which an instant certainly or possibly falls.
    func missing(at instant: Int64) -> Int? {
        guard let last = last(by: instant) else { return nil }
        return [last, last - 1].first { number in
            number >= 0 && all[number].isMissing && all[number].isReported && instant <= all[number].endLatest
        }
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
