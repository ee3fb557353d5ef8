public import SafeguardingModel

/// Evaluates the rules for one child's chronology: a pure function of facts, rules and the time asked about.
public enum Evaluator {
    /// Returns one rule's findings now, and the earliest instant at which time alone may change them.
    package static func findings(_ rule: Rule, _ look: inout EvaluationContext) -> (
        findings: [Finding], nextWake: Instant?
    ) {
        look.beginRule()
        let findings = rule.drafts(&look).map { Finding($0, rule: rule, look: look) }
        let wake = look.nextWake == .max ? nil : Instant(milliseconds: look.nextWake)
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
        var look = EvaluationContext(
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
            let (findings, next) = Evaluator.findings(rules[rule], &look)
            all += findings
            wake = [wake, next].compactMap(\.self).min()
        }
        return (all, wake)
    }
}
