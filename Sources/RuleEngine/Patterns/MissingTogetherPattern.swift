import SafeguardingModel
import StrictYAML

/// `missingTogether`: children of one home or school are missing at the same time, having left within hours of each other.
/// Only in a rule `about: shared`.
///
/// ```yaml
/// missingTogether:
///   startWithin: 6 h
///   times: 2                        # the same two children
///   in: 90 d
///   ifKnown: 1                      # so often is enough where one of them is known
///   quiet: 90 d
/// ```
struct MissingTogetherPattern: Pattern {
    static let word = "missingTogether"

    let startWithin: Span
    let times: Int
    let within: Span
    let ifKnown: Int?
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        guard reading.isShared else {
            throw node.fault("'missingTogether' stands only in a rule with 'about: shared'")
        }
        let mapping = try node.mapping(of: ["startWithin", "times", "in", "ifKnown", "quiet"])
        startWithin = try mapping.required("startWithin").window()
        times = try mapping.required("times").integer(in: 1...100)
        within = try mapping.required("in").window()
        ifKnown = try mapping["ifKnown"]?.integer(in: 1...100)
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    var interest: Interest { Interest(kinds: Interest.absences + Interest.known) }
    var lookBack: Span { within + quiet + .days(30) }

    /// One time that one child was away, as the home or school tells it.
    private struct Away {
        var child: Int32
        var start: Int64
        var end: Int64
        var line: Int
    }

    /// Two of them at once.
    private struct Meeting {
        var at: Int64
        var children: [Int32]
        var lines: [Int]
    }

    func drafts(_ look: inout Look) -> [Draft] {
        guard let sharing = look.sharing, sharing.keys.contains(where: \.isMeeting) else { return [] }
        let meetings = meetings(aways(sharing, look))
        var met: [Meeting] = []
        for (place, meeting) in meetings.enumerated() {
            let same = meetings[...place].filter {
                $0.children == meeting.children && $0.at >= meeting.at - within.milliseconds
            }
            let isKnown = meeting.children.contains { sharing.isKnown($0, before: meeting.at) }
            guard same.count >= (isKnown ? min(times, ifKnown ?? times) : times) else { continue }
            met.append(Meeting(at: meeting.at, children: meeting.children, lines: same.flatMap(\.lines)))
        }
        return states(of: met)
    }

    private func states(of met: [Meeting]) -> [Draft] {
        var spells = Spells(quiet: quiet)
        var held: [Meeting] = []
        for meeting in met {
            if let last = held.last, meeting.at - last.at > quiet.milliseconds { held = [] }
            held.append(meeting)
            let children = Set(held.flatMap(\.children)).count
            spells.hold(at: meeting.at, depth: children, severity: severity) { draft in
                draft.lines = Set(held.flatMap(\.lines)).sorted()
                draft.measures = [
                    Self.mark, Measure("children", .count(children)), Measure("within", .span(within)),
                ]
            }
        }
        return spells.keyed
    }

    private func aways(_ sharing: Sharing, _ look: Look) -> [Away] {
        var aways: [Away] = []
        for index in 0..<look.count {
            let line = look.lines[index]
            guard let child = sharing.child(of: line), !line.isDayOnly else { continue }
            let open = aways.lastIndex {
                $0.child == child && $0.end == .max && look.lines[$0.line].value(.episode) == line.value(.episode)
            }
            if let open {
                if line.kind == .missingFound { aways[open].end = line.at }
            } else if line.kind == .missingReported, line.value(.category) != "away" {
                aways.append(Away(child: child, start: line.at, end: .max, line: index))
            }
        }
        return aways
    }

    /// Pairs of different children, in order of the moment at which the second was reported.
    private func meetings(_ aways: [Away]) -> [Meeting] {
        var meetings: [Meeting] = []
        for (place, later) in aways.enumerated() {
            for earlier in aways[..<place].reversed() {
                if later.start - earlier.start > startWithin.milliseconds { break }
                guard earlier.child != later.child, earlier.end > later.start else { continue }
                meetings.append(
                    Meeting(
                        at: later.start,
                        children: [earlier.child, later.child].sorted(),
                        lines: [earlier.line, later.line]
                    )
                )
            }
        }
        return meetings
    }
}
