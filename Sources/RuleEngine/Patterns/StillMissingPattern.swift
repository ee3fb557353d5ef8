import SafeguardingModel
import StrictYAML

/// `stillMissing`: a missing child has not been found after a time.
///
/// ```yaml
/// stillMissing:
///   outOfArea: true                  # only in a placement in another authority's area
///   knownOrYoungerThan: 14           # only if known to the CSE system, or younger
///   steps:
///     - { severity: high, after: 8 h, orPast: "23:00", by: 2 h }
///     - { severity: critical, after: 24 h }
/// ```
struct StillMissingPattern: Pattern {
    struct Step: Sendable {
        var severity: Severity
        var after: Span
        var past: (clock: Int, by: Span)?
    }

    static let word = "stillMissing"

    let outOfArea: Bool
    let knownOrYoungerThan: Int?
    let steps: [Step]

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["outOfArea", "knownOrYoungerThan", "steps"])
        outOfArea = try mapping["outOfArea"]?.bool() ?? false
        knownOrYoungerThan = try mapping["knownOrYoungerThan"]?.integer(in: 0...18)
        var steps: [Step] = []
        for item in try mapping.required("steps").list() {
            let step = try StillMissingPattern.step(item)
            if let last = steps.last, step.after <= last.after || step.severity <= last.severity {
                throw item.fault("each step must be later and more severe than the one before")
            }
            steps.append(step)
        }
        guard !steps.isEmpty else { throw node.fault("'steps' is empty") }
        self.steps = steps
    }

    private static func step(_ node: YAMLNode) throws(YAMLError) -> Step {
        let mapping = try node.mapping(of: ["severity", "after", "orPast", "by"])
        var step = Step(
            severity: try mapping.required("severity").choice(Severity.self),
            after: try mapping.required("after").window()
        )
        if let past = mapping["orPast"] {
            step.past = (try past.clockTime(), try mapping.required("by").span())
        }
        return step
    }

    var triggers: Triggers {
        let also = (outOfArea ? Triggers.placements : []) + (knownOrYoungerThan == nil ? [] : Triggers.known)
        return Triggers(kinds: Triggers.absences + also)
    }

    var lookBack: Span { (steps.last?.after ?? .zero) + .days(1) }

    var needs: [FactKinds] { [.missing] + (outOfArea ? [.placed] : []) }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        if outOfArea, !context.placements.all.contains(where: \.isOutOfArea) { return [] }
        var candidates: [CandidateFinding] = []
        for absence in context.absences.all where absence.isMissing && absence.isReported {
            if let candidate = candidate(absence, &context) { candidates.append(candidate) }
        }
        return candidates
    }

    private func candidate(_ absence: Absence, _ context: inout EvaluationContext) -> CandidateFinding? {
        var candidate: CandidateFinding?
        for (number, step) in steps.enumerated() {
            guard let at = moment(step, absence, &context), context.hasCome(at) else { break }
            var next =
                candidate
                ?? CandidateFinding(
                    key: context.episodeKey(absence.report),
                    at: at,
                    severity: step.severity,
                    depth: number + 1
                )
            next.severity = step.severity
            next.depth = number + 1
            next.lastAt = at
            fill(&next, at, absence, &context)
            candidate = next
        }
        if absence.endEarliest < .max { candidate?.overtakenAt = absence.endLatest }
        if let found = absence.found {
            candidate?.measures.append(Measure("found", .instant(Instant(milliseconds: context.facts[found].at))))
        }
        return candidate
    }

    /// Returns when a step is reached while the child is certainly missing and the conditions hold; nil if it is not.
    private func moment(_ step: Step, _ absence: Absence, _ context: inout EvaluationContext) -> Int64? {
        let soonest = step.past.map { min(step.after, $0.by) } ?? step.after
        guard absence.endEarliest > absence.startLatest + soonest.milliseconds else { return nil }
        var at = absence.startLatest + step.after.milliseconds
        if let past = step.past {
            at = min(at, context.nextClock(past.clock, after: absence.startLatest - 1) + past.by.milliseconds)
        }
        if let younger = knownOrYoungerThan, (context.age(at: at) ?? 99) >= younger {
            guard let known = context.known.firstKnown(from: at) else { return nil }
            at = known
        }
        guard absence.endEarliest > at else { return nil }
        if outOfArea, context.placements.outOfArea(at: at) == nil { return nil }
        return at
    }

    private func fill(
        _ candidate: inout CandidateFinding,
        _ at: Int64,
        _ absence: Absence,
        _ context: inout EvaluationContext
    ) {
        var evidence = [absence.report]
        if outOfArea, let placement = context.placements.outOfArea(at: at) { evidence.append(placement) }
        candidate.evidence = Set(evidence).sorted()
        candidate.measures = [
            Self.mark, Measure("since", .instant(Instant(milliseconds: absence.startEarliest))),
            Measure("reached", .instant(Instant(milliseconds: at))),
            Measure("elapsed", .span(Span(milliseconds: at - absence.startLatest))),
        ]
        if knownOrYoungerThan != nil {
            let isKnown = context.known.isKnown(before: at)
            candidate.measures.append(Measure("known", .count(isKnown ? 1 : 0)))
        }
    }
}

extension EvaluationContext {
    /// Returns the key of an absence: the agency and number of the report that begins it.
    func episodeKey(_ report: Int) -> String {
        "\(directory.agencies[Int(facts[report].agency)].name) \(facts[report].value(.episode) ?? "")"
    }
}

extension StillMissingPattern {
    static var placeholders: [String] { ["since", "elapsed", "found", "host"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        var values: [String: String] = [:]
        values["since"] = finding.instant("since").map(explained.when)
        values["elapsed"] = finding.span("elapsed").map { RuleWords.about($0.milliseconds) }
        values["found"] = finding.instant("found").map(explained.when)
        values["host"] = explained.own.last { $0.kind == .placementStarted }?.value(.hostAuthority).map(
            AuthorityNames.name
        )
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        let area = outOfArea ? " from an out-of-area placement" : ""
        let found = finding.has("found") ? ". Found {found}" : ""
        return HeadlineTemplate("Missing over {elapsed}\(area)[ (since {since})]\(found)")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let reached = finding.instant("reached").map(explained.when) ?? ""
        let levels = steps.map { step in
            let past = step.past.map { " or past \(Self.clock($0.clock + Int($0.by.milliseconds / 1_000)))" } ?? ""
            return "\(step.severity.rawValue) after \(RuleWords.length(step.after))\(past)"
        }
        var reasons = [
            "Still missing at \(reached).", "\(Wording.capitalised(levels.joined(separator: "; "))).",
        ]
        if let younger = knownOrYoungerThan {
            reasons.append(
                finding.count("known") == 1
                    ? "Counted because {child} was already known to the CSE team."
                    : "Counted because {child} was under \(younger)."
            )
        }
        return reasons + explained.facts.map(explained.dated)
    }

    /// Returns `01:00` for seconds after midnight, also of the next day.
    private static func clock(_ seconds: Int) -> String {
        [seconds / 3_600 % 24, seconds / 60 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    var requirements: [Requirement] { [.happening(.missing), .outOfAreaPlacement] + Requirement.known }

    func unmet(_ context: inout EvaluationContext) -> String {
        if outOfArea, context.placements.outOfArea(at: context.now) == nil {
            return "The child is not placed in the area of another authority."
        }
        return
            "No absence lasts long enough with what the rule asks for; where only days are known, it cannot be told from this source."
    }
}
