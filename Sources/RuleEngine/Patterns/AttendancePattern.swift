import SafeguardingModel
import StrictYAML

/// `attendance`: a child stays away from school: so many of the last sessions, or far more than before.
///
/// Two sessions a day. Where a school sends only absences, the days count: ten sessions lie within fourteen days.
///
/// ```yaml
/// attendance:
///   codes: [N, O, U]
///   absences: 5
///   inSessions: 10
///   fall: { above: 95, below: 80, sessions: 20, before: 40 }   # percent of sessions not marked with these codes
///   quiet: 90 d
/// ```
struct AttendancePattern: Pattern {
    static let word = "attendance"

    let marks: FactSelection
    /// The `attendance.marked` facts with one of the codes.
    let unexplained: FactSelection
    let absences: Int
    let sessions: Int
    let fall: (above: Int, below: Int, sessions: Int, before: Int)?
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["codes", "absences", "inSessions", "fall", "quiet"])
        marks = try reading.selection(YAMLNode(EventKind.attendanceMarked.rawValue, at: node))
        let given = try mapping.required("codes")
        unexplained = try reading.selection(.attendanceMarked, .code, given.strings(), at: given)
        absences = try mapping.required("absences").integer(in: 1...100)
        sessions = try mapping.required("inSessions").integer(in: 1...400)
        guard absences <= sessions else { throw node.fault("more absences than sessions") }
        fall = try mapping["fall"].map(AttendancePattern.fall)
        quiet = try mapping["quiet"]?.window() ?? .days(90)
        severity = reading.severity
    }

    private static func fall(
        _ node: YAMLNode
    ) throws(YAMLError) -> (above: Int, below: Int, sessions: Int, before: Int) {
        let inner = try node.mapping(of: ["above", "below", "sessions", "before"])
        let (above, below) = (
            try inner.required("above").integer(in: 1...100), try inner.required("below").integer(in: 1...100)
        )
        guard below < above else { throw node.fault("'below' must be less than 'above'") }
        return (
            above, below, try inner.required("sessions").integer(in: 1...400),
            try inner.required("before").integer(in: 1...400)
        )
    }

    var triggers: Triggers { Triggers(kinds: [.attendanceMarked]) }

    /// The time that the sessions can span: at most a day and a half each, with weekends and short holidays.
    var lookBack: Span {
        let longest = max(sessions, (fall?.sessions ?? 0) + (fall?.before ?? 0))
        return quiet + .days(max(Int64(longest) * 2 + 14, Int64(sessions + 4) * 5))
    }

    private struct Session {
        var line: Int
        var at: Int64
        var isAbsent: Bool
    }

    var needs: [FactKinds] { [FactKinds(unexplained)] }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        guard unexplained.count(context, reaches: absences) || mayHaveFallen(context) else { return [] }
        let all = registered(context)
        var builder = EpisodeBuilder(quiet: quiet)
        for place in all.indices where all[place].isAbsent {
            let recent = recent(all, place, context)
            let missed = recent.filter(\.isAbsent)
            let hasFallen = hasFallen(all, place)
            guard missed.count >= absences || hasFallen else { continue }
            let depth = (missed.count >= absences ? 1 : 0) + (hasFallen ? 1 : 0)
            builder.hold(at: all[place].at, depth: depth, severity: severity) { candidate in
                candidate.evidence = missed.map(\.line)
                candidate.measures = [
                    Self.mark, Measure("count", .count(missed.count)), Measure("of", .count(recent.count)),
                    Measure("fallen", .count(hasFallen ? 1 : 0)),
                    Measure("absences only", .count(missed.count == recent.count ? 1 : 0)),
                ]
            }
        }
        return builder.keyed
    }

    /// Whether there are as many marks as a comparison of two periods needs, and any of them is an absence.
    private func mayHaveFallen(_ context: EvaluationContext) -> Bool {
        guard let fall else { return false }
        return marks.count(context, reaches: fall.sessions + fall.before) && unexplained.count(context, reaches: 1)
    }

    /// Returns each session once, with the last mark that the school made for it.
    private func registered(_ context: EvaluationContext) -> [Session] {
        var all: [Session] = []
        for index in marks.indices(context) {
            if let same = same(index, in: all, context) { all.remove(at: same) }
            let isAbsent = context.facts[index].marks.contains(unexplained.bit)
            all.append(Session(line: index, at: context.facts[index].at, isAbsent: isAbsent))
        }
        return all
    }

    /// Returns the index of the same session of the same day. It is among the last few, because marks are in order.
    private func same(_ line: Int, in all: [Session], _ context: EvaluationContext) -> Int? {
        let at = context.facts[line].at
        let near = all.suffix(4).drop { at - $0.at >= 86_400_000 }
        guard !near.isEmpty else { return nil }
        let (session, day) = (context.facts.value(.session, at: line), context.day(at))
        return near.lastIndex { context.day($0.at) == day && context.facts.value(.session, at: $0.line) == session }
    }

    /// Returns the last sessions up to one, without those longer ago than the look-back.
    private func recent(_ all: [Session], _ place: Int, _ context: EvaluationContext) -> ArraySlice<Session> {
        let first = max(0, place - sessions + 1)
        let recent = all[first...place].drop { $0.at < all[place].at - period }
        let isAbsencesOnly = recent.allSatisfy(\.isAbsent)
        return isAbsencesOnly && !hasGrown(all, recent) ? recent.drop { !isThisWeek($0, all[place], context) } : recent
    }

    /// Where a school sends absences alone, nobody knows how many sessions lie between them: two a day.
    private func isThisWeek(_ session: Session, _ last: Session, _ context: EvaluationContext) -> Bool {
        context.day(session.at) >= context.calendar.day(schoolDays - 1, workingDaysBefore: context.day(last.at))
    }

    /// Whether there are at least twice as many absences as on average in four such periods before; without any before,
    /// nobody knows whether the school sent them.
    private func hasGrown(_ all: [Session], _ recent: ArraySlice<Session>) -> Bool {
        guard let last = recent.last, recent.count >= absences else { return false }
        let before = all[..<recent.startIndex].count { $0.at >= last.at - 5 * period }
        return before > 0 && 2 * recent.count >= before
    }

    /// The time that so many sessions span at most, in milliseconds: a fortnight for ten.
    private var period: Int64 { Int64(sessions + 4) * 86_400_000 }

    /// The school days in which there are so many sessions.
    private var schoolDays: Int { (sessions + 1) / 2 }

    private func hasFallen(_ all: [Session], _ place: Int) -> Bool {
        guard let fall, place + 1 >= fall.sessions + fall.before else { return false }
        let first = place + 1 - fall.sessions
        let now = all[first...place].count { !$0.isAbsent } * 100
        let before = all[(first - fall.before)..<first].count { !$0.isAbsent } * 100
        return now < fall.below * fall.sessions && before > fall.above * fall.before
    }
}

extension AttendancePattern {
    static var placeholders: [String] { ["count", "sessions", "days", "last"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let days = explained.facts.map { explained.context.day($0.at).number }
        var values = [
            "count": "\(finding.count("count") ?? 0)", "sessions": "\(finding.count("of") ?? 0)",
            "days": Wording.count((days.last ?? 0) - (days.first ?? 0) + 1, "day", "days"),
        ]
        values["last"] = explained.facts.last.map(explained.day)
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        let (missed, sessions) = (finding.count("count") ?? 0, finding.count("of") ?? 0)
        let fallen = fall.map { "school attendance down from above \($0.above)% to below \($0.below)%" } ?? ""
        let hasFallen = finding.count("fallen") == 1
        if hasFallen, missed < absences { return HeadlineTemplate("\(fallen)[ (last absence {last})]") }
        let more = hasFallen ? "[; \(fallen)]" : ""
        if finding.count("absences only") == 1 {
            return HeadlineTemplate("{count} unexplained school absences in {days}[ (last {last})]\(more)")
        }
        return missed == sessions
            ? HeadlineTemplate("Last {count} school sessions all missed without a reason[ (last {last})]\(more)")
            : HeadlineTemplate(
                "{count} of the last {sessions} school sessions missed without a reason[ (last {last})]\(more)"
            )
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        var reasons: [String] = []
        if (finding.count("count") ?? 0) >= absences {
            reasons.append(
                "\(finding.count("count") ?? 0) unexplained absences in \(sessions) sessions (alert at \(absences))."
            )
        }
        if finding.count("absences only") == 1 { reasons.append("The school sends absences only.") }
        if finding.count("fallen") == 1, let fall {
            reasons.append(
                "Attended under \(fall.below)% of the last \(fall.sessions) sessions, and over \(fall.above)% of the \(fall.before) before."
            )
        }
        return reasons + explained.facts.map(explained.dated)
    }

    var requirements: [Requirement] { [.happening(.facts(unexplained))] }

    func unmet(_ context: inout EvaluationContext) -> String {
        "Not \(absences) of the last \(sessions) school sessions that were told are without a reason, and attendance has not fallen."
    }
}
