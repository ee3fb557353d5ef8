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
        let line = lines[index]
        let isMissing = line.value(.category) != "away"
        guard let open else { return begin(index, line, isMissing) }
        let own = members[firstOfOpen...].filter { lines[$0.line].agency == line.agency }
        let episode = line.value(.episode)
        if own.isEmpty || own.contains(where: { lines[$0.line].value(.episode) == episode }) {
            members.append((index, open))
            if isMissing && !all[open].isMissing { becomeMissing(open, index, line) }
        } else {
            // The same agency begins another episode: the one before must have ended, and nobody said when.
            close(open, earliest: line.at, latest: line.latest, isTold: false)
            begin(index, line, isMissing)
        }
    }

    private mutating func begin(_ index: Int, _ line: Line, _ isMissing: Bool) {
        open = all.count
        firstOfOpen = members.count
        members.append((index, all.count))
        all.append(
            Absence(
                startEarliest: line.at,
                startLatest: line.latest,
                isMissing: isMissing,
                isReported: true,
                report: index
            )
        )
    }

    /// One agency knew the child away, another reports them missing: missing from then on.
    private mutating func becomeMissing(_ absence: Int, _ index: Int, _ line: Line) {
        all[absence].isMissing = true
        all[absence].startEarliest = line.at
        all[absence].startLatest = line.latest
        all[absence].report = index
    }

    private mutating func find(_ index: Int, _ lines: [Line]) {
        let line = lines[index]
        if let open, isMember(line, of: members[firstOfOpen...], lines) { return end(open, index, line) }
        if let earlier = absence(of: line, in: members[..<(open == nil ? members.count : firstOfOpen)], lines) {
            return join(earlier, index, line)
        }
        if let open { return end(open, index, line) }
        // A second voice on the same finding, within half a day; otherwise a finding that nobody had reported.
        if let last = all.indices.last, let found = all[last].found, line.at - lines[found].at < 43_200_000 {
            return members.append((index, last))
        }
        members.append((index, all.count))
        all.append(
            Absence(
                startEarliest: line.at,
                startLatest: line.latest,
                endEarliest: line.at,
                endLatest: line.latest,
                isMissing: true,
                isReported: false,
                report: index,
                found: index
            )
        )
    }

    private func isMember(_ line: Line, of members: ArraySlice<(line: Int, absence: Int)>, _ lines: [Line]) -> Bool {
        absence(of: line, in: members, lines) != nil
    }

    private func absence(
        of line: Line,
        in members: ArraySlice<(line: Int, absence: Int)>,
        _ lines: [Line]
    ) -> Int? {
        let episode = line.value(.episode)
        return members.last { lines[$0.line].agency == line.agency && lines[$0.line].value(.episode) == episode }?
            .absence
    }

    private mutating func end(_ absence: Int, _ index: Int, _ line: Line) {
        members.append((index, absence))
        all[absence].found = index
        close(absence, earliest: line.at, latest: line.latest, isTold: true)
    }

    private mutating func close(_ absence: Int, earliest: Int64, latest: Int64, isTold: Bool) {
        all[absence].endEarliest = earliest
        all[absence].endLatest = latest
        all[absence].endIsTold = isTold
        open = nil
    }

    private mutating func join(_ absence: Int, _ index: Int, _ line: Line) {
        members.append((index, absence))
        if all[absence].found == nil { all[absence].found = index }
    }

    /// The lines that speak of an absence, in order.
    func lines(of absence: Int) -> [Int] {
        members.filter { $0.absence == absence }.map(\.line)
    }

    /// The absence, reported as missing, in which an instant certainly or possibly falls.
    func missing(at instant: Int64) -> Int? {
        all.lastIndex { $0.isMissing && $0.isReported && $0.startEarliest <= instant && instant <= $0.endLatest }
    }
}
