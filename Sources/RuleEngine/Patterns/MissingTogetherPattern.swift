import SafeguardingModel
import StrictYAML

/// `missingTogether`: children of one home or school are missing at the same time, having left within hours of each
/// other. Only in a rule `about: shared`.
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

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
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

    var triggers: Triggers { Triggers(kinds: Triggers.absences + Triggers.known) }
    var lookBack: Span { within + quiet + .days(30) }

    /// One absence of one child, as the home or school reports it.
    private struct Away {
        var child: SubjectIndex
        var start: Int64
        var end: Int64
        var line: Int
    }

    /// Two absences at the same time.
    private struct Meeting {
        var at: Int64
        var children: [SubjectIndex]
        var evidence: [Int]
    }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        guard let sharing = context.sharing, sharing.keys.contains(where: \.isMeeting) else { return [] }
        let meetings = meetings(aways(sharing, context))
        let byPair = Dictionary(grouping: meetings.indices) { meetings[$0].children }
        var counts: [[SubjectIndex]: Int] = [:]
        var met: [(meeting: Int, same: ClosedRange<Int>)] = []
        for (place, meeting) in meetings.enumerated() {
            let number = counts[meeting.children, default: 0]
            counts[meeting.children] = number + 1
            let same = byPair[meeting.children, default: []][...number]
            let first = same.partitioningIndex { meetings[$0].at >= meeting.at - within.milliseconds }
            let isKnown = meeting.children.contains { sharing.isKnown($0, before: meeting.at) }
            guard number - first + 1 >= (isKnown ? min(times, ifKnown ?? times) : times) else { continue }
            met.append((place, first...number))
        }
        return states(of: met, meetings, byPair)
    }

    /// - Parameter met: meetings, each with the range of those that count among all meetings of the same children.
    private func states(
        of met: [(meeting: Int, same: ClosedRange<Int>)],
        _ meetings: [Meeting],
        _ byPair: [[SubjectIndex]: [Int]]
    ) -> [CandidateFinding] {
        var builder = EpisodeBuilder(quiet: quiet)
        var first = 0
        var children: Set<SubjectIndex> = []
        for (place, one) in met.enumerated() {
            let at = meetings[one.meeting].at
            if place > 0, at - meetings[met[place - 1].meeting].at > quiet.milliseconds {
                (first, children) = (place, [])
            }
            children.formUnion(meetings[one.meeting].children)
            builder.hold(at: at, depth: children.count, severity: severity) { candidate in
                let same = met[first...place].flatMap { one in
                    byPair[meetings[one.meeting].children, default: []][one.same]
                }
                candidate.evidence = Set(Set(same).flatMap { meetings[$0].evidence }).sorted()
                candidate.measures = [
                    Self.mark, Measure("children", .count(children.count)), Measure("within", .span(within)),
                ]
            }
        }
        return builder.keyed
    }

    private func aways(_ sharing: Sharing, _ context: EvaluationContext) -> [Away] {
        var aways: [Away] = []
        var open: [Episode: Int] = [:]
        for index in 0..<context.count {
            let line = context.facts[index]
            guard let child = sharing.child(of: line), !line.isDayOnly else { continue }
            let episode = Episode(child: child, number: line.value(.episode))
            if let away = open[episode] {
                guard line.kind == .missingFound else { continue }
                aways[away].end = line.at
                open[episode] = nil
            } else if line.kind == .missingReported, line.value(.category) != "away" {
                open[episode] = aways.count
                aways.append(Away(child: child, start: line.at, end: .max, line: index))
            }
        }
        return aways
    }

    private struct Episode: Hashable {
        var child: SubjectIndex
        var number: String?
    }

    /// Returns pairs of different children, in order of the moment at which the second was reported.
    private func meetings(_ aways: [Away]) -> [Meeting] {
        var meetings: [Meeting] = []
        var byChild: [SubjectIndex: [Int]] = [:]
        for (place, later) in aways.enumerated() {
            var met: [Int] = []
            for (child, own) in byChild where child != later.child {
                for earlier in own.reversed() {
                    if later.start - aways[earlier].start > startWithin.milliseconds { break }
                    if aways[earlier].end > later.start { met.append(earlier) }
                }
            }
            for earlier in met.sorted(by: >) {
                meetings.append(
                    Meeting(
                        at: later.start,
                        children: [aways[earlier].child, later.child].sorted(),
                        evidence: [aways[earlier].line, later.line]
                    )
                )
            }
            byChild[later.child, default: []].append(place)
        }
        return meetings
    }
}

extension MissingTogetherPattern {
    static var placeholders: [String] { ["children", "agency", "last"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        var values = ["children": Wording.count(finding.count("children") ?? 0, "child", "children")]
        values["agency"] = explained.facts.first.map {
            Fact($0, in: explained.directory).title(in: explained.directory)
        }
        values["last"] = explained.facts.last.map(explained.when)
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        HeadlineTemplate("{children} missing[ from {agency}] at the same time[ (last {last})]")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let often = ifKnown.map { ", or \($0) where one of them is known to the CSE team" } ?? ""
        return [
            "Went missing within \(RuleWords.length(startWithin)) of each other, the same children (alert at \(times) times in \(RuleWords.length(within))\(often))."
        ] + explained.byChild()
    }

    func unmet(_ context: inout EvaluationContext) -> String {
        "It looks at a person, a place or a home that several children share, and not at one child."
    }

    func mayHold(_ summary: KeySummary, _ directory: AgencyRegister) -> Bool {
        summary.isMeeting && summary.children > 1
    }
}
