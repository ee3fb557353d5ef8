import SafeguardingModel
import StrictYAML

/// `elsewhere`: while the child is missing, or shortly after, an agency of another area sends a fact about them:
/// another police force than the one that looks for the child, or an agency of an authority that is not involved with
/// them.
///
/// ```yaml
/// elsewhere:
///   of: [intelligence.recorded, health.attended, missing.found]
///   within: 48 h                     # so long after the child is found it still counts
///   quiet: 30 d
/// ```
struct ElsewherePattern: Pattern {
    static let word = "elsewhere"

    let of: FactSelection
    let within: Span
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["of", "within", "quiet"])
        of = try reading.pick(mapping.required("of"))
        within = try mapping.required("within").window()
        quiet = try mapping["quiet"]?.window() ?? .days(30)
        severity = reading.severity
    }

    var interest: Triggers { Triggers(kinds: of.kinds + Triggers.absences + Triggers.authority) }
    var lookBack: Span { within + quiet + .days(120) }

    var needs: [FactKinds] { [FactKinds(of), .missing] }

    func drafts(_ look: inout EvaluationContext) -> [CandidateFinding] {
        let absences = look.absences
        guard absences.all.contains(where: { $0.isMissing && $0.isReported }) else { return [] }
        let near = of.lines(look).compactMap { index in
            absence(around: look.lines[index], absences).map { (line: index, absence: absences.all[$0]) }
        }
        guard !near.isEmpty else { return [] }
        var spells = EpisodeBuilder(quiet: quiet)
        let (forces, others) = (Tellers(look) { $0 == .police }, Tellers(look) { $0 != .police })
        var held: [Int] = []
        var lasts: [UInt16: Int64] = [:]
        for (index, absence) in near where isElsewhere(look.lines[index], absence, forces, others, &look) {
            let at = look.lines[index].at
            held.append(index)
            lasts[look.lines[index].agency] = at
            let agencies = lasts.values.count { at - $0 <= quiet.milliseconds }
            spells.hold(at: at, depth: agencies, severity: severity) { draft in
                let recent = held.partitioningIndex { at - look.lines[$0].at <= quiet.milliseconds }
                draft.lines = Set(held[recent...] + [absence.report]).sorted()
                draft.measures = [Self.mark, Measure("count", .count(agencies)), Measure("within", .span(within))]
            }
        }
        return spells.keyed
    }

    /// Returns the absence during which, or shortly after which, a fact certainly happened.
    private func absence(around line: ChronologyFact, _ absences: Absences) -> Int? {
        guard let last = absences.last(by: line.at) else { return nil }
        let absence = absences.all[last]
        guard absence.isMissing, absence.isReported, absence.startLatest <= line.at else { return nil }
        return absence.isOpen || line.latest <= absence.endLatest + within.milliseconds ? last : nil
    }

    private func isElsewhere(
        _ line: ChronologyFact,
        _ absence: Absence,
        _ forces: Tellers,
        _ others: Tellers,
        _ look: inout EvaluationContext
    ) -> Bool {
        if look.sectorName(of: line) == .police {
            let looking = forces.told(before: absence.startLatest + 3_600_000)
            return !looking.isEmpty && !looking.contains(line.agency)
        }
        guard let authority = look.directory.agencies[Int(line.agency)].authority else { return false }
        let areas = look.areas(at: absence.startLatest, others)
        return !areas.isEmpty && !areas.contains(authority)
    }
}

/// The times at which each agency of one sort reported the child missing, in order.
private struct Tellers {
    private var times: [(agency: UInt16, at: [Int64])] = []

    init(_ look: EvaluationContext, _ isMeant: (Sector) -> Bool) {
        for index in 0..<look.count where look.lines[index].kind == .missingReported {
            let (agency, at) = (look.lines[index].agency, look.lines[index].at)
            if let known = times.firstIndex(where: { $0.agency == agency }) {
                times[known].at.append(at)
            } else if isMeant(look.directory.sector(ofAgency: agency)) {
                times.append((agency, [at]))
            }
        }
    }

    /// Returns the agencies that reported in the ninety days before an instant.
    func told(before instant: Int64) -> [UInt16] {
        times.filter { _, at in
            let next = at.partitioningIndex { $0 > instant }
            return next > 0 && instant - at[next - 1] <= 90 * 86_400_000
        }.map(\.agency)
    }
}

extension EvaluationContext {
    /// Returns the authorities involved with the child: of the placement or of social care, and of those who report
    /// them missing from where they live.
    fileprivate mutating func areas(at instant: Int64, _ others: Tellers) -> Set<String> {
        var areas: Set<String> = []
        if let placement = placements.placement(at: instant) {
            let line = lines[placement.line]
            areas.formUnion([line.value(.hostAuthority), line.value(.responsibleAuthority)].compactMap(\.self))
        }
        if let own = authority(at: instant) { areas.insert(own) }
        guard !areas.isEmpty else { return [] }
        for agency in others.told(before: instant + 3_600_000) {
            if let authority = directory.agencies[Int(agency)].authority { areas.insert(authority) }
        }
        areas.remove("")
        return areas
    }
}
