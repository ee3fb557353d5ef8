public import RuleEngine
public import SafeguardingModel

/// The page `Docs/sentences.md`: of each rule one alert as its readers see it, from the scripts that ship, or where no
/// script has one, from the rule's own examples.
public enum SentencesPage {
    /// - Parameter plays: the alerts of each script, by its file's name.
    public static func markdown(of rules: RuleSet, _ plays: [(script: String, alerts: [Alert])]) -> String {
        let alerts = plays.flatMap { play in play.alerts.map { (source: "script `\(play.script)`", alert: $0) } }
        let sections = rules.rules.map { rule -> String in
            let own = alerts.filter { $0.alert.rule == rule.name }
            // A standing alert says more than a withdrawn one, and more reasons more than few.
            let best = own.max { ($0.alert.isWithdrawn ? 0 : 1, $0.alert.explanation.reasons.count) < ($1.alert.isWithdrawn ? 0 : 1, $1.alert.explanation.reasons.count) }
            if let best { return section(rule, best.source, best.alert.named(AlertNames()).explanation, history(best.alert.named(AlertNames()))) }
            let examples = RuleExamples.explanations(in: rules, of: rule.name)
            guard let example = examples.max(by: { $0.said.reasons.count < $1.said.reasons.count }) else { return "" }
            return section(rule, "example *\(example.example)*", example.said.named(AlertNames()), [])
        }
        return """
            # What the alerts say

            `refbus rules sentences` writes this page from `Config/rules/` and `Config/scripts/`; a test holds it. Each rule has
            one alert as it stands at the end of a script or of an example. The desk puts the child's given name where this
            page says *the child*.

            """ + sections.joined()
    }

    /// Every sentence that the rules say in their scripts and examples, for tests.
    public static func all(of rules: RuleSet, _ plays: [(script: String, alerts: [Alert])]) -> [Explanation] {
        plays.flatMap { $0.alerts.map(\.explanation) }
            + rules.rules.flatMap { RuleExamples.explanations(in: rules, of: $0.name).map(\.said) }
    }

    private static func section(_ rule: Rule, _ source: String, _ said: Explanation, _ history: [String]) -> String {
        """

        ## \(rule.title)

        `\(rule.name)`, from the \(source)

        **\(said.headline)**

        """ + list("Why you are seeing this", said.reasons, isNumbered: true)
            + list("Evidence", said.evidence.map(\.sentence))
            + list("Not known", said.unknown)
            + list("Questions to ask", said.questions.map { "\(Wording.capitalised($0.to)): \($0.text)" })
            + list("History", history)
    }

    private static func list(_ title: String, _ items: [String], isNumbered: Bool = false) -> String {
        guard !items.isEmpty else { return "" }
        let lines = items.enumerated().map { "\(isNumbered ? "\($0 + 1)." : "-") \($1)\n" }
        return "\n\(title):\n\n\(lines.joined())"
    }

    private static func history(_ alert: Alert) -> [String] {
        alert.revisions.map(\.sentence) + (alert.withdrawal.map { ["Withdrawn: \($0.sentence)"] } ?? [])
    }
}
