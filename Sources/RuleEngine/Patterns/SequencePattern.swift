import SafeguardingModel
import StrictYAML

/// `sequence`: first one thing, then another within a time.
///
/// ```yaml
/// sequence:
///   first: [{ concern.observed: { mentions: handle } }]
///   then: missing
///   within: 14 d
///   quiet: 90 d
///   byAnotherSector: true           # only where another sector sends the second
///   while: { known: true }          # at the moment of the second
/// ```
struct SequencePattern: Pattern {
    static let word = "sequence"

    let first: Occurrences
    let then: Occurrences
    let within: Span
    let quiet: Span
    let byAnotherSector: Bool
    let condition: Condition?
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["first", "then", "within", "quiet", "byAnotherSector", "while"])
        first = try Occurrences(mapping.required("first"), &reading)
        then = try Occurrences(mapping.required("then"), &reading)
        within = try mapping.required("within").window()
        quiet = try mapping["quiet"]?.window() ?? within
        byAnotherSector = try mapping["byAnotherSector"]?.bool() ?? false
        condition = try mapping["while"].map { node throws(YAMLError) in try Condition(node, &reading) }
        severity = reading.severity
    }

    var triggers: Triggers { first.triggers.union(then.triggers).union(condition?.triggers ?? Triggers()) }
    var references: [String] { first.references + then.references }
    var lookBack: Span { within + quiet + (condition?.lookBack ?? .zero) }

    var needs: [FactKinds] { [first.need, then.need] + (condition?.needs ?? []) }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        // Where the first part refers to other rules, it is evaluated last: usually there is no second part.
        let seconds = first.references.isEmpty ? [] : then.moments(&context)
        if !first.references.isEmpty, seconds.isEmpty { return [] }
        let firsts = first.moments(&context).sorted { $0.at < $1.at }
        guard !firsts.isEmpty else { return [] }
        let groups = groups(firsts, context)
        var builder = EpisodeBuilder(quiet: quiet)
        for second in first.references.isEmpty ? then.moments(&context) : seconds {
            // A time known to the day only counts as first where the whole day lies before, or the day is the same.
            let met = groups.filter { group in window(group.moments, second).contains { isBefore($0, second, context) }
            }
            guard !met.isEmpty else { continue }
            if let condition, !condition.holds(at: second.at, line: second.indices.last, &context) { continue }
            let sectorCount = met.reduce(0) { $0 | $1.sectors }.nonzeroBitCount
            builder.hold(at: second.at, depth: sectorCount, severity: severity) { candidate in
                let before = window(firsts, second).filter { isBefore($0, second, context) }
                candidate.evidence = Set(before.flatMap(\.indices) + second.indices).sorted()
                candidate.others = Moment.others(before + [second])
                candidate.measures = [Self.mark, Measure("within", .span(within))]
            }
        }
        return builder.keyed
    }

    /// Returns the possible first parts, grouped by the sectors that sent them: one per group is enough.
    private func groups(_ firsts: [Moment], _ context: EvaluationContext) -> [(sectors: UInt64, moments: [Moment])] {
        var groups: [(sectors: UInt64, moments: [Moment])] = []
        for moment in firsts {
            let sectors = sectors(of: moment, context)
            if let known = groups.firstIndex(where: { $0.sectors == sectors }) {
                groups[known].moments.append(moment)
            } else {
                groups.append((sectors, [moment]))
            }
        }
        return groups
    }

    /// Returns those of some moments, in order, that are close enough before the second.
    private func window(_ moments: [Moment], _ second: Moment) -> ArraySlice<Moment> {
        let first = moments.partitioningIndex { $0.at >= second.at - within.milliseconds }
        return moments[first..<max(first, moments.partitioningIndex { $0.at > second.at })]
    }

    private func isBefore(_ one: Moment, _ second: Moment, _ context: EvaluationContext) -> Bool {
        guard one.indices != second.indices else { return false }
        return !byAnotherSector || sectors(of: one, context) & sectors(of: second, context) == 0
    }

    private func sectors(of moment: Moment, _ context: EvaluationContext) -> UInt64 {
        moment.indices.reduce(0) { $0 | context.sector(of: context.facts[$1]) }
    }
}

extension Moment {
    /// Returns the facts of several moments that are outside the child's chronology, each once.
    static func others(_ moments: [Moment]) -> [ChronologyFact] {
        var seen: Set<Position> = []
        return moments.flatMap(\.others).filter { seen.insert($0.position).inserted }
    }
}

extension SequencePattern {
    static var placeholders: [String] { ["then", "first", "firstDay", "last", "gap", "times"] }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        first.references.isEmpty
            ? HeadlineTemplate("{then} {gap} after {first}[ ({last})]") : HeadlineTemplate("{then} on {last}")
    }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        guard let second = explained.own.last else { return [:] }
        var values = ["then": SequenceWords.then(second), "last": explained.day(second)]
        let before = explained.own.filter { isFirst($0, explained) && $0.position != second.position }
        guard let last = before.last, first.references.isEmpty else { return values }
        values["first"] = SequenceWords.first(last)
        values["firstDay"] = explained.day(last)
        values["gap"] = gap(last, second, explained)
        values["times"] = before.count > 1 ? "\(before.count)" : nil
        return values
    }

    private func isFirst(_ line: ChronologyFact, _ explained: ExplanationContext) -> Bool {
        switch first {
        case .facts(let selection): selection.contains(line, explained.context)
        case .missing: line.kind == .missingReported
        case .found: line.kind == .missingFound
        default: false
        }
    }

    private func gap(_ one: ChronologyFact, _ other: ChronologyFact, _ explained: ExplanationContext) -> String {
        let days = explained.context.day(other.at).number - explained.context.day(one.at).number
        if days > 1 { return "\(days) days" }
        if one.isDayOnly || other.isDayOnly { return days == 1 ? "a day" : "less than a day" }
        return RuleWords.about(other.at - one.at)
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        var reasons: [String] = []
        if let gap = values(finding, explained)["gap"] {
            reasons.append(
                "\(Wording.capitalised(gap)) apart\(byAnotherSector ? "; reported by a different service" : "")."
            )
        }
        if let words = condition?.words(finding, explained), !words.isEmpty {
            reasons.append("Counted because \(words).")
        }
        return reasons + explained.facts.map(explained.dated)
    }

    var requirements: [Requirement] { [.happening(then), .happening(first)] + (condition?.requirements ?? []) }

    func unmet(_ context: inout EvaluationContext) -> String {
        if first.moments(&context).isEmpty { return "\(Wording.capitalised(first.phrase)) is not known." }
        return "\(Wording.capitalised(then.phrase)) within \(RuleWords.length(within)) after it is not known."
    }
}
