public import SafeguardingModel

/// Evaluates the rules for one child's chronology: a pure function of facts, rules and the time asked about.
public enum Evaluator {
    /// Returns one rule's findings now, and the earliest instant at which time alone may change them.
    package static func findings(_ rule: Rule, _ context: inout EvaluationContext) -> (
        findings: [Finding], nextWake: Instant?
    ) {
        context.beginRule()
        let findings = rule.candidates(&context).map { Finding($0, rule: rule, context: context) }
        let wake = context.nextWake == .max ? nil : Instant(milliseconds: context.nextWake)
        return (findings, wake)
    }

    /// Returns the findings of all rules for a chronology.
    public static func findings(
        _ chronology: Chronology,
        of subject: Subject,
        rules: RuleSet,
        people: LinkRegistry,
        directory: AgencyRegister,
        now: Instant
    ) -> (findings: [Finding], nextWake: Instant?) {
        var context = EvaluationContext(
            chronology,
            subject: subject,
            people: CopyOnWriteBox(people),
            directory: CopyOnWriteBox(directory),
            rules: rules,
            now: now
        )
        var all: [Finding] = []
        var wake: Instant?
        for rule in rules.live {
            let (findings, next) = Evaluator.findings(rules[rule], &context)
            all += findings
            wake = [wake, next].compactMap(\.self).min()
        }
        return (all, wake)
    }
}
