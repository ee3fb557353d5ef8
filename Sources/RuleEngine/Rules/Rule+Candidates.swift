import SafeguardingModel

extension Rule {
    /// Returns each state that was entered by now: found by the patterns of the variant in force then, with the
    /// severity that the conditions give, without those that another rule suppresses.
    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        var candidates = inForce(&context)
        escalate(&candidates, &context)
        return unsuppressed(candidates, &context)
    }

    /// Whether the rule may hold, now or once time has passed, with these sorts of facts.
    package func mayHold(_ traits: FactKinds) -> Bool {
        for branch in needs.indices where Rule.areMet(needs[branch], traits) { return true }
        return false
    }

    private static func areMet(_ needs: [FactKinds], _ traits: FactKinds) -> Bool {
        for need in needs where !need.meets(traits) { return false }
        return true
    }

    private func inForce(_ context: inout EvaluationContext) -> [CandidateFinding] {
        var candidates = found(branches, from: 0, &context)
        guard !variants.isEmpty else { return candidates }
        candidates.removeAll { variant(at: $0.enteredAt, &context) != nil }
        var number = branches.count
        for (place, variant) in variants.enumerated() {
            let own = found(variant.branches, from: number, &context)
            candidates += own.filter { self.variant(at: $0.enteredAt, &context) == place }
            number += variant.branches.count
        }
        return candidates
    }

    /// Returns the findings of each pattern, marked with its number where there are several.
    private func found(_ patterns: [any Pattern], from first: Int, _ context: inout EvaluationContext)
        -> [CandidateFinding]
    {
        var all: [CandidateFinding] = []
        let isMarked = branches.count > 1 || !variants.isEmpty
        for place in patterns.indices {
            let number = first + place
            guard Rule.areMet(needs[number], context.traits) else { continue }
            for var candidate in patterns[place].candidates(&context) {
                if isMarked { candidate.measures.append(Measure("branch", .count(number))) }
                if number > 0 { candidate.key = "\(number) \(candidate.key)" }
                all.append(candidate)
            }
        }
        return all
    }

    /// Returns the index of the last variant that had begun for the child's authority.
    private func variant(at instant: Int64, _ context: inout EvaluationContext) -> Int? {
        let day = context.zone.day(of: Instant(milliseconds: instant))
        return variants.indices.last { place in
            guard variants[place].from <= day else { return false }
            return variants[place].authority.map { $0 == context.authority(at: instant) } ?? true
        }
    }

    private func escalate(_ candidates: inout [CandidateFinding], _ context: inout EvaluationContext) {
        for index in candidates.indices {
            for (number, escalation) in escalations.enumerated() where escalation.severity > candidates[index].severity
            {
                let (at, line) = (candidates[index].lastAt, candidates[index].evidence.last)
                guard escalation.condition.holds(at: at, line: line, &context) else { continue }
                candidates[index].severity = escalation.severity
                candidates[index].measures.removeAll { $0.name == "escalated" }
                candidates[index].measures.append(Measure("escalated", .count(number)))
            }
        }
    }

    /// Returns the findings that no other rule suppresses.
    private func unsuppressed(_ candidates: [CandidateFinding], _ context: inout EvaluationContext)
        -> [CandidateFinding]
    {
        guard let suppression, !candidates.isEmpty else { return candidates }
        let said = suppression.rules.flatMap { context.candidates(ofRule: $0) }.map(\.enteredAt).sorted()
        return candidates.filter { candidate in
            let next = said.partitioningIndex { $0 > candidate.enteredAt }
            return next == 0 || candidate.enteredAt - said[next - 1] > suppression.within.milliseconds
        }
    }
}

extension EvaluationContext {
    /// Returns the authority responsible for the child: of the latest placement, otherwise of the social care that sent
    /// a status.
    mutating func authority(at instant: Int64) -> String? {
        let placed = placements.last(by: instant)
        if let named = placed.flatMap({ facts.value(.responsibleAuthority, at: $0.line) }), !named.isEmpty {
            return named
        }
        let statuses = socialCareStatuses
        let next = statuses.partitioningIndex { facts[$0].at > instant }
        return next > 0 ? directory.agencies[Int(facts[statuses[next - 1]].agency)].authority : nil
    }
}
