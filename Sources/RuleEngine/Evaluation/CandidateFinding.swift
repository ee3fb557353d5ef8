import SafeguardingModel

/// A finding in the making: a state that holds from its first moment and deepens with later ones.
struct CandidateFinding {
    var key: String
    var enteredAt: Int64
    /// The last moment at which the condition held.
    var lastAt: Int64
    var severity: Severity
    var depth: Int
    /// The time at which what it waits for or warns of came to an end, in milliseconds; nil while it holds.
    var overtakenAt: Int64?
    /// The indices of the evidence in the child's own chronology.
    var evidence: [Int] = []
    /// Facts that are not in the child's chronology: a register entry.
    var others: [ChronologyFact] = []
    var measures: [Measure] = []

    init(key: String = "", at instant: Int64, severity: Severity, depth: Int) {
        self.key = key
        enteredAt = instant
        lastAt = instant
        self.severity = severity
        self.depth = depth
    }

    /// Whether a condition with this depth and severity says more than the state so far.
    func isDeepened(by depth: Int, _ severity: Severity) -> Bool {
        depth > self.depth || severity > self.severity
    }
}

/// Builds the states of one rule and subject, in order: after `quiet` without the condition, a new state begins.
struct EpisodeBuilder {
    let quiet: Int64
    private(set) var candidates: [CandidateFinding] = []
    /// The index, for each state, of the moment at which it began or deepened last.
    private var places: [Int] = []

    init(quiet: Span) {
        self.quiet = quiet.milliseconds
    }

    /// Extends or begins a state at a moment, no earlier than the moments before. `fill` adds the evidence; it is
    /// called only where the state begins or deepens.
    mutating func hold(at instant: Int64, depth: Int, severity: Severity, fill: (inout CandidateFinding) -> Void) {
        if let last = candidates.indices.last, instant - candidates[last].lastAt <= quiet {
            candidates[last].lastAt = instant
            guard candidates[last].isDeepened(by: depth, severity) else { return }
            candidates[last].depth = max(depth, candidates[last].depth)
            candidates[last].severity = max(severity, candidates[last].severity)
            fill(&candidates[last])
        } else {
            var candidate = CandidateFinding(at: instant, severity: severity, depth: depth)
            fill(&candidate)
            candidates.append(candidate)
        }
    }

    /// Extends or begins a state without gathering evidence: ``keyed(fill:)`` does so once, at the end, because
    /// otherwise each moment that deepens the state would gather it again.
    mutating func hold(at instant: Int64, depth: Int, severity: Severity, place: Int) {
        var isDeeper = false
        hold(at: instant, depth: depth, severity: severity) { _ in isDeeper = true }
        guard isDeeper else { return }
        if places.count < candidates.count { places.append(place) } else { places[candidates.count - 1] = place }
    }

    /// Returns the states held by place, each with the evidence of that place, keyed by the moment of entry.
    func keyed(fill: (inout CandidateFinding, Int) -> Void) -> [CandidateFinding] {
        var filled = self
        for index in filled.candidates.indices { fill(&filled.candidates[index], places[index]) }
        return filled.keyed
    }

    /// The states, with the moment of entry as their key.
    var keyed: [CandidateFinding] {
        candidates.map { candidate in
            var candidate = candidate
            candidate.key =
                candidate.key.isEmpty
                ? "\(candidate.enteredAt / 1_000)" : "\(candidate.key) \(candidate.enteredAt / 1_000)"
            return candidate
        }
    }
}

extension Finding {
    init(_ candidate: CandidateFinding, rule: Rule, context: EvaluationContext) {
        let own = candidate.evidence.map { context.facts[$0] }
        let all = candidate.others.isEmpty ? own : ChronologyFact.inOrder(own + candidate.others)
        let sectors = all.reduce(0) { $0 | context.sector(of: $1) }
        self.init(
            rule: rule.name,
            ruleVersion: rule.version,
            subject: context.subject,
            key: candidate.key,
            severity: candidate.severity,
            enteredAt: Instant(milliseconds: candidate.enteredAt),
            depth: candidate.depth,
            evidence: all.map(\.position),
            sectors: context.directory.sectors(in: sectors),
            overtakenAt: candidate.overtakenAt.map(Instant.init(milliseconds:)),
            measures: candidate.measures
        )
    }
}
