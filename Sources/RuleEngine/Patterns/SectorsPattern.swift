import SafeguardingModel
import StrictYAML

/// `sectors`: several sectors are worried at the same time. Two schools count once.
///
/// ```yaml
/// sectors:
///   of: [missing.reported, concern.observed, referral.made]
///   atLeast: 3
///   within: 30 d
///   ifKnown: { atLeast: 2, within: 72 h }
///   quiet: 30 d                     # after so long without it, the next time is a new alert
/// ```
struct SectorsPattern: Pattern {
    static let word = "sectors"

    let of: FactSelection
    let atLeast: Int
    let within: Span
    let ifKnown: (atLeast: Int, within: Span)?
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["of", "atLeast", "within", "ifKnown", "quiet"])
        of = try reading.pick(mapping.required("of"))
        atLeast = try mapping.required("atLeast").integer(in: 2...64)
        within = try mapping.required("within").window()
        if let node = mapping["ifKnown"] {
            let inner = try node.mapping(of: ["atLeast", "within"])
            ifKnown = (try inner.required("atLeast").integer(in: 1...64), try inner.required("within").window())
        } else {
            ifKnown = nil
        }
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    var interest: Triggers { Triggers(kinds: of.kinds + (ifKnown == nil ? [] : Triggers.known)) }
    var lookBack: Span { max(within, ifKnown?.within ?? .zero) }

    var needs: [FactKinds] { [FactKinds(of)] }

    func drafts(_ look: inout EvaluationContext) -> [CandidateFinding] {
        let found = of.lines(look)
        let all = found.reduce(0) { $0 | look.sector(of: look.lines[$1]) }
        guard all.nonzeroBitCount >= min(atLeast, ifKnown?.atLeast ?? atLeast) else { return [] }
        var latest: [(sector: UInt64, at: Int64)] = []
        var spells = EpisodeBuilder(quiet: quiet)
        for (place, index) in found.enumerated() {
            let at = look.lines[index].at
            let sector = look.sector(of: look.lines[index])
            latest.removeAll { $0.sector == sector }
            latest.append((sector, at))
            let count = latest.count { $0.at >= at - within.milliseconds }
            let isKnown = count < atLeast && isMetAsKnown(latest, at, &look)
            guard count >= atLeast || isKnown else { continue }
            let window = count >= atLeast ? within : ifKnown?.within ?? within
            spells.hold(at: at, depth: count, severity: severity) { draft in
                draft.lines = found[...place].filter { look.lines[$0].at >= at - within.milliseconds }
                draft.measures = [
                    Self.mark, Measure("sectors", .count(count)), Measure("within", .span(window)),
                    Measure("known", .count(isKnown ? 1 : 0)),
                ]
            }
        }
        return spells.keyed
    }

    private func isMetAsKnown(_ latest: [(sector: UInt64, at: Int64)], _ at: Int64, _ look: inout EvaluationContext)
        -> Bool
    {
        guard let ifKnown else { return false }
        guard latest.count(where: { $0.at >= at - ifKnown.within.milliseconds }) >= ifKnown.atLeast else {
            return false
        }
        return look.known.isKnown(before: at)
    }
}
