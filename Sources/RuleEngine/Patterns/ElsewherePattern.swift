import SafeguardingModel
import StrictYAML

/// `elsewhere`: while the child is missing, or shortly after, somebody of another area tells of them: another police force
/// than the one that looks for the child, or an agency of an authority that has nothing to do with them.
///
/// ```yaml
/// elsewhere:
///   of: [intelligence.recorded, health.attended, missing.found]
///   within: 48 h                     # so long after the child is found it still counts
///   quiet: 30 d
/// ```
struct ElsewherePattern: Pattern {
    static let word = "elsewhere"

    let of: Pick
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

    var interest: Interest { Interest(kinds: of.kinds + Interest.absences + Interest.authority) }
    var lookBack: Span { within + quiet + .days(120) }

    var needs: [Traits] { [Traits(of), .missing] }

    func drafts(_ look: inout Look) -> [Draft] {
        let absences = look.absences
        guard absences.all.contains(where: { $0.isMissing && $0.isReported }) else { return [] }
        var spells = Spells(quiet: quiet)
        var held: [Int] = []
        for index in of.lines(look) {
            guard let number = absence(around: look.lines[index], absences),
                isElsewhere(look.lines[index], absences.all[number], &look)
            else { continue }
            let at = look.lines[index].at
            held.removeAll { at - look.lines[$0].at > quiet.milliseconds }
            held.append(index)
            let agencies = Set(held.map { look.lines[$0].agency }).count
            spells.hold(at: at, depth: agencies, severity: severity) { draft in
                draft.lines = Set(held + [absences.all[number].report]).sorted()
                draft.measures = [Self.mark, Measure("count", .count(agencies)), Measure("within", .span(within))]
            }
        }
        return spells.keyed
    }

    /// The absence during which, or shortly after which, a fact certainly happened.
    private func absence(around line: Line, _ absences: Absences) -> Int? {
        guard let last = absences.last(by: line.at) else { return nil }
        let absence = absences.all[last]
        guard absence.isMissing, absence.isReported, absence.startLatest <= line.at else { return nil }
        return absence.isOpen || line.latest <= absence.endLatest + within.milliseconds ? last : nil
    }

    private func isElsewhere(_ line: Line, _ absence: Absence, _ look: inout Look) -> Bool {
        if look.sectorName(of: line) == .police {
            let forces = look.tellers(of: .missingReported, before: absence.startLatest + 3_600_000) { $0 == .police }
            return !forces.isEmpty && !forces.contains(line.agency)
        }
        guard let authority = look.directory.agencies[Int(line.agency)].authority else { return false }
        let areas = look.areas(at: absence.startLatest)
        return !areas.isEmpty && !areas.contains(authority)
    }
}

extension Look {
    /// The agencies of a sort that had told such facts in the ninety days before an instant.
    fileprivate func tellers(
        of kind: EventKind,
        before instant: Int64,
        _ isMeant: (Sector) -> Bool
    ) -> Set<UInt16> {
        var tellers: Set<UInt16> = []
        for index in 0..<count where lines[index].kind == kind && lines[index].at <= instant {
            guard instant - lines[index].at <= 90 * 86_400_000, isMeant(sectorName(of: lines[index])) else { continue }
            tellers.insert(lines[index].agency)
        }
        return tellers
    }

    /// The authorities that have to do with the child: of the placement or of social care, and of whoever reports them
    /// missing from where they live.
    fileprivate mutating func areas(at instant: Int64) -> Set<String> {
        var areas: Set<String> = []
        if let placement = placements.placement(at: instant) {
            let line = lines[placement.line]
            areas.formUnion([line.value(.hostAuthority), line.value(.responsibleAuthority)].compactMap(\.self))
        }
        if let own = authority(at: instant) { areas.insert(own) }
        guard !areas.isEmpty else { return [] }
        for agency in tellers(of: .missingReported, before: instant + 3_600_000, { $0 != .police }) {
            if let authority = directory.agencies[Int(agency)].authority { areas.insert(authority) }
        }
        areas.remove("")
        return areas
    }
}
