import SafeguardingModel
import StrictYAML

/// `together`: several things of different sorts in any order within a time; `missing` means an absence.
///
/// ```yaml
/// together:
///   all:
///     - missing
///     - [{ attendance.marked: { code: [N, O] } }]
///     - [{ health.attended: { setting: [emergency, walk-in] } }]
///   within: 7 d
///   quiet: 30 d
/// ```
struct TogetherPattern: Pattern {
    static let word = "together"

    let parts: [Occurrences]
    let within: Span
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["all", "within", "quiet"])
        var parts: [Occurrences] = []
        for item in try mapping.required("all").list() { parts.append(try Occurrences(item, &reading)) }
        guard parts.count >= 2 else { throw node.fault("'all' needs at least two parts") }
        self.parts = parts
        within = try mapping.required("within").window()
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    var triggers: Triggers { parts.reduce(Triggers()) { $0.union($1.triggers) } }
    var references: [String] { parts.flatMap(\.references) }
    var lookBack: Span { within + quiet }

    var needs: [FactKinds] { parts.map(\.need) }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        var perPart: [[Int]] = []
        for part in parts {
            if case .missing = part { continue }
            let found = part.moments(&context).flatMap(\.indices).sorted()
            if found.isEmpty { return [] }
            perPart.append(found)
        }
        let needsMissing = parts.contains { if case .missing = $0 { true } else { false } }
        let absences = needsMissing ? context.absences.all.filter { $0.isMissing && $0.isReported } : []
        if needsMissing && absences.isEmpty { return [] }
        var builder = EpisodeBuilder(quiet: quiet)
        for at in moments(perPart, absences, context) {
            let from = at - within.milliseconds
            guard perPart.allSatisfy({ context.holdsAny($0, from: from, through: at) }) else { continue }
            if needsMissing, !TogetherPattern.isAway(absences, from: from, through: at) { continue }
            builder.hold(at: at, depth: 1, severity: severity) { candidate in
                let met = perPart.joined().filter { (from...at).contains(context.facts[$0].at) }
                let away = absences.filter { $0.startEarliest <= at && $0.endLatest >= from }
                candidate.evidence = Set(met + away.map(\.report)).sorted()
                candidate.measures = [Self.mark, Measure("within", .span(within))]
            }
        }
        return builder.keyed
    }

    /// Whether the child was away between two instants. Absences do not overlap, so only the last one is checked.
    private static func isAway(_ absences: [Absence], from: Int64, through: Int64) -> Bool {
        let next = absences.partitioningIndex { $0.startEarliest > through }
        return next > 0 && absences[next - 1].endLatest >= from
    }

    /// Returns the moments at which the last part can come true.
    private func moments(_ perPart: [[Int]], _ absences: [Absence], _ context: EvaluationContext) -> [Int64] {
        Set(perPart.joined().map { context.facts[$0].at } + absences.map(\.startEarliest)).sorted()
    }
}

extension EvaluationContext {
    /// Whether one of these facts, which are in order, happened between two instants.
    func holdsAny(_ places: [Int], from: Int64, through: Int64) -> Bool {
        let next = places.partitioningIndex { facts[$0].at > through }
        return next > 0 && facts[places[next - 1]].at >= from
    }
}

extension TogetherPattern {
    static var placeholders: [String] { ["within", "parts", "first", "last"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        var values = ["within": RuleWords.period(within), "parts": Wording.list(names)]
        values["first"] = explained.facts.first.map(explained.day)
        values["last"] = explained.facts.last.map(explained.day)
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        HeadlineTemplate("{parts} within {within}[ ({first} to {last})]")
    }

    private var names: [String] { parts.map(\.phrase) }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        ["All within \(RuleWords.length(within))."] + explained.facts.map(explained.dated)
    }

    var requirements: [Requirement] { parts.map(Requirement.happening) }

    func unmet(_ context: inout EvaluationContext) -> String {
        for part in parts {
            let moments = part.moments(&context)
            guard moments.contains(where: { $0.at >= context.now - within.milliseconds }) else {
                return "\(Wording.capitalised(part.phrase)) is not known in the last \(RuleWords.length(within))."
            }
        }
        return "All of it happened, but not within \(RuleWords.length(within)) of each other."
    }
}
