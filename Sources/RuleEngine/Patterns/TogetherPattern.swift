import SafeguardingModel
import StrictYAML

/// `together`: several things of different sorts in any order within a time; `missing` stands for an absence.
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
    enum Part: Sendable {
        case missing
        case facts(Pick)
    }

    static let word = "together"

    let parts: [Part]
    let within: Span
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["all", "within", "quiet"])
        var parts: [Part] = []
        for item in try mapping.required("all").list() {
            if case .scalar("missing", _) = item.content {
                parts.append(.missing)
            } else {
                parts.append(.facts(try reading.pick(item)))
            }
        }
        guard parts.count >= 2 else { throw node.fault("'all' needs at least two parts") }
        self.parts = parts
        within = try mapping.required("within").window()
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    var interest: Interest {
        Interest(kinds: parts.flatMap { if case .facts(let pick) = $0 { pick.kinds } else { Interest.absences } })
    }

    var lookBack: Span { within }

    func drafts(_ look: inout Look) -> [Draft] {
        var perPart: [[Int]] = []
        for case .facts(let pick) in parts {
            let found = pick.lines(look)
            if found.isEmpty { return [] }
            perPart.append(found)
        }
        let needsMissing = parts.contains { if case .missing = $0 { true } else { false } }
        let absences = needsMissing ? look.absences.all.filter { $0.isMissing && $0.isReported } : []
        if needsMissing && absences.isEmpty { return [] }
        var spells = Spells(quiet: quiet)
        for at in moments(perPart, absences, look) {
            let from = at - within.milliseconds
            let met = perPart.map { $0.filter { (from...at).contains(look.lines[$0].at) } }
            let away = absences.filter { $0.startEarliest <= at && $0.endLatest >= from }
            guard !met.contains(where: \.isEmpty), !needsMissing || !away.isEmpty else { continue }
            spells.hold(at: at, depth: 1, severity: severity) { draft in
                draft.lines = Set(met.joined()).union(away.map(\.report)).sorted()
                draft.measures = [Self.mark, Measure("within", .span(within))]
            }
        }
        return spells.keyed
    }

    /// The moments at which the last part can fall into place.
    private func moments(_ perPart: [[Int]], _ absences: [Absence], _ look: Look) -> [Int64] {
        Set(perPart.joined().map { look.lines[$0].at } + absences.map(\.startEarliest)).sorted()
    }
}
