import SafeguardingModel

extension Rule {
    /// Returns each state that was entered by now: found by the patterns of the variant in force then, with the
    /// severity that the conditions give, without those that another rule suppresses.
    func drafts(_ context: inout EvaluationContext) -> [CandidateFinding] {
        var drafts = inForce(&context)
        escalate(&drafts, &context)
        return unsuppressed(drafts, &context)
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
        var drafts = found(branches, from: 0, &context)
        guard !variants.isEmpty else { return drafts }
        drafts.removeAll { variant(at: $0.enteredAt, &context) != nil }
        var number = branches.count
        for (place, variant) in variants.enumerated() {
            let own = found(variant.branches, from: number, &context)
            drafts += own.filter { self.variant(at: $0.enteredAt, &context) == place }
            number += variant.branches.count
        }
        return drafts
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
            for var draft in patterns[place].drafts(&context) {
                if isMarked { draft.measures.append(Measure("branch", .count(number))) }
                if number > 0 { draft.key = "\(number) \(draft.key)" }
                all.append(draft)
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

    private func escalate(_ drafts: inout [CandidateFinding], _ context: inout EvaluationContext) {
        for index in drafts.indices {
            for (number, escalation) in escalations.enumerated() where escalation.severity > drafts[index].severity {
                let (at, line) = (drafts[index].lastAt, drafts[index].lines.last)
                guard escalation.condition.holds(at: at, line: line, &context) else { continue }
                drafts[index].severity = escalation.severity
                drafts[index].measures.removeAll { $0.name == "escalated" }
                drafts[index].measures.append(Measure("escalated", .count(number)))
            }
        }
    }

    /// Returns the findings that no other rule suppresses.
    private func unsuppressed(_ drafts: [CandidateFinding], _ context: inout EvaluationContext) -> [CandidateFinding] {
        guard let suppression, !drafts.isEmpty else { return drafts }
        let said = suppression.rules.flatMap { context.drafts(ofRule: $0) }.map(\.enteredAt).sorted()
        return drafts.filter { draft in
            let next = said.partitioningIndex { $0 > draft.enteredAt }
            return next == 0 || draft.enteredAt - said[next - 1] > suppression.within.milliseconds
        }
    }
}

extension EvaluationContext {
    /// Returns the authority responsible for the child: of the latest placement, otherwise of the social care that sent
    /// a status.
    mutating func authority(at instant: Int64) -> String? {
        let placed = placements.last(by: instant)
        if let told = placed.flatMap({ lines.value(.responsibleAuthority, at: $0.line) }), !told.isEmpty { return told }
        let told = socialCareStatuses
        let next = told.partitioningIndex { lines[$0].at > instant }
        return next > 0 ? directory.agencies[Int(lines[told[next - 1]].agency)].authority : nil
    }
}
