import SafeguardingModel
import StrictYAML

/// `unattended`: an agency is invited to meetings about the child and does not come, again and again.
///
/// A meeting without a list of those who came does not count.
///
/// ```yaml
/// unattended: { of: [strategy.held], reaches: [2, 4], within: 365 d }
/// ```
struct UnattendedPattern: Pattern {
    static let word = "unattended"

    let of: FactSelection
    let steps: [Int]
    let within: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["of", "reaches", "within"])
        of = try reading.pick(mapping.required("of"))
        steps = try mapping.required("reaches").steps()
        within = try mapping.required("within").window()
        severity = reading.severity
    }

    var interest: Triggers { Triggers(kinds: of.kinds) }
    var lookBack: Span { within * 2 }

    var needs: [FactKinds] { [FactKinds(of)] }

    func drafts(_ look: inout EvaluationContext) -> [CandidateFinding] {
        var missed: [String: [Int]] = [:]
        for index in of.lines(look) {
            for name in UnattendedPattern.absent(look.lines[index]) { missed[name, default: []].append(index) }
        }
        return missed.keys.sorted().flatMap { states(of: $0, missed[$0] ?? [], look) }
    }

    private static func absent(_ line: ChronologyFact) -> [String] {
        let attended = Set(line.fields.values(.attended).map { $0.lowercased() })
        guard !attended.isEmpty else { return [] }
        return Set(line.fields.values(.invited).map { $0.lowercased() }).subtracting(attended).sorted()
    }

    private func states(of name: String, _ missed: [Int], _ look: EvaluationContext) -> [CandidateFinding] {
        guard missed.count >= steps[0] else { return [] }
        var spells = EpisodeBuilder(quiet: within)
        for last in missed.indices {
            let at = look.lines[missed[last]].at
            let first = missed[...last].partitioningIndex { look.lines[$0].at >= at - within.milliseconds }
            let recent = missed[first...last]
            let depth = steps.count { $0 <= recent.count }
            guard depth > 0 else { continue }
            spells.hold(at: at, depth: depth, severity: severity) { draft in
                draft.key = "absent \(name)"
                draft.lines = Array(recent)
                draft.measures = [
                    Self.mark, Measure("count", .count(recent.count)), Measure("within", .span(within)),
                    Measure("agency", .text(name)),
                ]
            }
        }
        return spells.keyed
    }
}
