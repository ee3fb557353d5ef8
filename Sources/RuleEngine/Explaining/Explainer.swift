public import SafeguardingModel

/// Makes the sentences of an explanation from a finding and its facts, on demand.
///
/// Each pattern states which fact met which of its conditions. The child is never named; a restricted fact shows only
/// which agency holds it.
public enum Explainer {
    /// Returns why this was found, what each sector knew alone, and what is not known.
    public static func explain(
        _ finding: Finding,
        _ chronology: Chronology,
        rules: RuleSet,
        people: LinkRegistry,
        directory: AgencyRegister
    ) -> Explanation {
        let context = EvaluationContext(
            chronology,
            subject: finding.subject,
            people: CopyOnWriteBox(people),
            directory: CopyOnWriteBox(directory),
            rules: rules,
            now: .distantFuture
        )
        return explain(finding, context, rules)
    }

    /// Returns one sentence about what happened.
    package static func headline(_ finding: Finding, _ context: EvaluationContext, _ rules: RuleSet) -> String {
        guard let rule = rules.rule(named: finding.rule) else { return finding.rule }
        return rule.branch(of: finding).headlined(finding, ExplanationContext(finding, rule: rule, context: context))
    }

    package static func explain(_ finding: Finding, _ context: EvaluationContext, _ rules: RuleSet) -> Explanation {
        guard let rule = rules.rule(named: finding.rule) else { return Explanation(headline: finding.rule) }
        let explained = ExplanationContext(finding, rule: rule, context: context)
        let pattern = rule.branch(of: finding)
        var surroundings = Context(finding: finding, explained: explained, rules: rules)
        let gaps = surroundings.gaps()
        let evidence = Excerpt(explained.facts)
        var explanation = Explanation(
            headline: pattern.headlined(finding, explained),
            reasons: Excerpt(pattern.reasons(finding, explained)).sentences + rule.reasonsOfEscalation(finding),
            evidence: evidence.elements.map {
                Evidence(fact: Fact($0, in: context.directory), sentence: explained.sentence($0) + ".")
            },
            alone: surroundings.alone(),
            unknown: Excerpt(gaps.map(\.sentence)).sentences,
            questions: Excerpt(surroundings.questions(gaps)).elements
        )
        explanation.evidenceLeftOut = evidence.leftOut > 0 ? evidence.leftOut : nil
        return explanation
    }
}

/// A finding with its surroundings: what else was known, and what was not.
struct Context {
    let finding: Finding
    let explained: ExplanationContext
    let rules: RuleSet
    /// The last moment that the finding covers, in milliseconds. Silence is measured from here, not from the time of
    /// asking.
    let moment: Int64
    var context: EvaluationContext

    init(finding: Finding, explained: ExplanationContext, rules: RuleSet) {
        self.finding = finding
        self.explained = explained
        self.rules = rules
        context = explained.context
        let named = ["reached", "due"].compactMap { finding.instant($0)?.milliseconds }
        moment = (named + explained.facts.map(\.at) + [finding.enteredAt.milliseconds]).max() ?? 0
    }
}
