import SafeguardingModel

/// The facts that an agency of another area sends while the child is missing, or shortly after: another police force
/// than the one that looks for the child, or an agency of an authority that is not involved with them.
struct Elsewhere {
    private let afterReturn: Int64
    private let absences: Absences
    private let forces: Reporters
    private let others: Reporters

    init(afterReturn: Span, _ context: inout EvaluationContext) {
        self.afterReturn = afterReturn.milliseconds
        absences = context.absences
        forces = Reporters(context) { $0 == .police }
        others = Reporters(context) { $0 != .police }
    }

    /// Whether the child was never reported missing.
    var isNever: Bool { !absences.all.contains { $0.isMissing && $0.isReported } }

    func contains(_ moment: Moment, _ context: inout EvaluationContext) -> Bool {
        guard let index = moment.indices.last, let absence = absence(around: context.facts[index]) else { return false }
        return isElsewhere(context.facts[index], absence, &context)
    }

    /// Returns the report of the absence in which a moment falls.
    func report(around moment: Moment, _ context: EvaluationContext) -> Int? {
        moment.indices.last.flatMap { absence(around: context.facts[$0])?.report }
    }

    /// Returns the absence during which, or shortly after which, a fact certainly happened.
    private func absence(around line: ChronologyFact) -> Absence? {
        guard let last = absences.last(by: line.at) else { return nil }
        let absence = absences.all[last]
        guard absence.isMissing, absence.isReported, absence.startLatest <= line.at else { return nil }
        return absence.isOpen || line.latest <= absence.endLatest + afterReturn ? absence : nil
    }

    private func isElsewhere(_ line: ChronologyFact, _ absence: Absence, _ context: inout EvaluationContext) -> Bool {
        if context.sectorName(of: line) == .police {
            let looking = forces.agencies(before: absence.startLatest + 3_600_000)
            return !looking.isEmpty && !looking.contains(line.agency)
        }
        guard let authority = context.directory.agencies[Int(line.agency)].authority else { return false }
        let areas = context.areas(at: absence.startLatest, others)
        return !areas.isEmpty && !areas.contains(authority)
    }
}

/// The times at which each agency of one sort reported the child missing, in order.
private struct Reporters {
    private var times: [(agency: UInt16, at: [Int64])] = []

    init(_ context: EvaluationContext, _ isMeant: (Sector) -> Bool) {
        for index in 0..<context.count where context.facts[index].kind == .missingReported {
            let (agency, at) = (context.facts[index].agency, context.facts[index].at)
            if let known = times.firstIndex(where: { $0.agency == agency }) {
                times[known].at.append(at)
            } else if isMeant(context.directory.sector(ofAgency: agency)) {
                times.append((agency, [at]))
            }
        }
    }

    /// Returns the agencies that reported in the ninety days before an instant.
    func agencies(before instant: Int64) -> [UInt16] {
        times.filter { _, at in
            let next = at.partitioningIndex { $0 > instant }
            return next > 0 && instant - at[next - 1] <= 90 * 86_400_000
        }.map(\.agency)
    }
}

extension EvaluationContext {
    /// Returns the authorities involved with the child: of the placement or of social care, and of those who report
    /// them missing from where they live.
    fileprivate mutating func areas(at instant: Int64, _ others: Reporters) -> Set<String> {
        var areas: Set<String> = []
        if let placement = placements.placement(at: instant) {
            let line = facts[placement.line]
            areas.formUnion([line.value(.hostAuthority), line.value(.responsibleAuthority)].compactMap(\.self))
        }
        if let own = authority(at: instant) { areas.insert(own) }
        guard !areas.isEmpty else { return [] }
        for agency in others.agencies(before: instant + 3_600_000) {
            if let authority = directory.agencies[Int(agency)].authority { areas.insert(authority) }
        }
        areas.remove("")
        return areas
    }
}
