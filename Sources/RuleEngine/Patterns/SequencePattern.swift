import SafeguardingModel
import StrictYAML

/// `sequence`: first the one, then within a time the other.
///
/// ```yaml
/// sequence:
///   first: [{ concern.observed: { mentions: handle } }]
///   then: missing
///   within: 14 d
///   quiet: 90 d
///   byAnotherSector: true           # only where another sector tells the second
///   while: { known: true }          # at the moment of the second
/// ```
struct SequencePattern: Pattern {
    static let word = "sequence"

    let first: Happening
    let then: Happening
    let within: Span
    let quiet: Span
    let byAnotherSector: Bool
    let condition: Condition?
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["first", "then", "within", "quiet", "byAnotherSector", "while"])
        first = try Happening(mapping.required("first"), &reading)
        then = try Happening(mapping.required("then"), &reading)
        within = try mapping.required("within").window()
        quiet = try mapping["quiet"]?.window() ?? within
        byAnotherSector = try mapping["byAnotherSector"]?.bool() ?? false
        condition = try mapping["while"].map { node throws(YAMLFault) in try Condition(node, &reading) }
        severity = reading.severity
    }

    var interest: Interest { first.interest.union(then.interest).union(condition?.interest ?? Interest()) }
    var references: [String] { first.references + then.references }
    var lookBack: Span { within + quiet + (condition?.lookBack ?? .zero) }

    var needs: [Traits] { [first.need, then.need] + (condition?.needs ?? []) }

    func drafts(_ look: inout Look) -> [Draft] {
        // What other rules say is asked last: mostly there is nothing that it would be the first of.
        let seconds = first.references.isEmpty ? [] : then.moments(&look)
        if !first.references.isEmpty, seconds.isEmpty { return [] }
        let firsts = first.moments(&look)
        guard !firsts.isEmpty else { return [] }
        var spells = Spells(quiet: quiet)
        for second in first.references.isEmpty ? then.moments(&look) : seconds {
            // What is known to the day only counts as first where its whole day lies before, or the day is the same.
            let before = firsts.filter { isBefore($0, second, look) }
            guard !before.isEmpty else { continue }
            if let condition, !condition.holds(at: second.at, line: second.lines.last, &look) { continue }
            let told = before.reduce(0) { $0 | sectors(of: $1, look) }.nonzeroBitCount
            spells.hold(at: second.at, depth: told, severity: severity) { draft in
                draft.lines = Set(before.flatMap(\.lines) + second.lines).sorted()
                draft.others = Moment.others(before + [second])
                draft.measures = [Self.mark, Measure("within", .span(within))]
            }
        }
        return spells.keyed
    }

    private func isBefore(_ one: Moment, _ second: Moment, _ look: Look) -> Bool {
        guard one.lines != second.lines, (second.at - within.milliseconds...second.at).contains(one.at) else {
            return false
        }
        return !byAnotherSector || sectors(of: one, look) & sectors(of: second, look) == 0
    }

    private func sectors(of moment: Moment, _ look: Look) -> UInt64 {
        moment.lines.reduce(0) { $0 | look.sector(of: look.lines[$1]) }
    }
}

extension Moment {
    /// The facts of several moments that are not in the child's chronology, each once.
    static func others(_ moments: [Moment]) -> [Line] {
        var others: [Line] = []
        for line in moments.flatMap(\.others) where !others.contains(where: { $0.position == line.position }) {
            others.append(line)
        }
        return others
    }
}
