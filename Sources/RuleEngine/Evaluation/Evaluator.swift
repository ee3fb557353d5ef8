public import SafeguardingModel

/// Says what the rules say of one child's chronology: a pure function of facts, rules and the time asked about.
public enum Evaluator {
    /// What one rule says now, and the earliest instant at which it may say something else by time alone.
    package static func findings(_ rule: Rule, _ look: inout EvaluationContext) -> (
        findings: [Finding], nextWake: Instant?
    ) {
        look.beginRule()
        let findings = rule.drafts(&look).map { Finding($0, rule: rule, look: look) }
        let wake = look.nextWake == .max ? nil : Instant(milliseconds: look.nextWake)
        return (findings, wake)
    }

    /// What all rules say of a chronology.
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
        for place in rules.live {
            let (findings, next) = Evaluator.findings(rules.rules[place], &look)
            all += findings
            wake = [wake, next].compactMap(\.self).min()
        }
        return (all, wake)
    }
}
