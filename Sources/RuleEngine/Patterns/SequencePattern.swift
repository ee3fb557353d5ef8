import SafeguardingModel
import StrictYAML

/// `sequence`: first the one, then within a time the other; `then: missing` stands for the beginning of an absence.
///
/// ```yaml
/// sequence:
///   first: [{ concern.observed: { mentions: handle } }]
///   then: missing
///   within: 14 d
///   quiet: 90 d
/// ```
struct SequencePattern: Pattern {
    static let word = "sequence"

    let first: Pick
    /// Nil: the beginning of an absence.
    let then: Pick?
    let within: Span
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["first", "then", "within", "quiet"])
        first = try reading.pick(mapping.required("first"))
        let thenNode = try mapping.required("then")
        if case .scalar("missing", _) = thenNode.content { then = nil } else { then = try reading.pick(thenNode) }
        within = try mapping.required("within").window()
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    var interest: Interest { Interest(kinds: first.kinds + (then?.kinds ?? Interest.absences)) }
    var lookBack: Span { within }

    func drafts(_ look: inout Look) -> [Draft] {
        let firsts = first.lines(look)
        guard !firsts.isEmpty else { return [] }
        let seconds = then?.lines(look) ?? look.absences.all.filter { $0.isMissing && $0.isReported }.map(\.report)
        var spells = Spells(quiet: quiet)
        for second in seconds {
            let at = look.lines[second].at
            // What is known to the day only counts as first where its whole day lies before, or the day is the same.
            let before = firsts.filter { $0 != second && (at - within.milliseconds...at).contains(look.lines[$0].at) }
            guard !before.isEmpty else { continue }
            let sectors = before.reduce(0) { $0 | look.sector(of: look.lines[$1]) }.nonzeroBitCount
            spells.hold(at: at, depth: sectors, severity: severity) { draft in
                draft.lines = (before + [second]).sorted()
                draft.measures = [Self.mark, Measure("within", .span(within))]
            }
        }
        return spells.keyed
    }
}
