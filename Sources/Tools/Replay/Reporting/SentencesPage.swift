public import RuleEngine
public import SafeguardingModel

/// The page `Docs/sentences.md`: of each rule one alert as its readers see it, from the scripts that ship, or where no
/// script has one, from the rule's own examples.
public enum SentencesPage {
    /// - Parameter plays: the alerts of each script, by its file's name.
    public static func markdown(of rules: RuleSet, _ plays: [(script: String, alerts: [Alert])]) -> String {
        let sections = rules.rules.map { rule in
            "\n## \(rule.title)\n" + alerts(of: rule, rules, plays).map { section(rule, $0) }.joined()
        }
        return """
            # What the alerts say

            `refbus rules sentences` writes this page from `Config/rules/` and `Config/scripts/`; a test holds it. Each pattern of
            each rule has one alert, as it stands at the end of a script or of an example. The desk puts the child's given name where this
            page says *the child*.

            """ + sections.joined()
    }

    /// Every sentence that the rules say in their scripts and examples, for tests.
    public static func all(of rules: RuleSet, _ plays: [(script: String, alerts: [Alert])]) -> [Explanation] {
        plays.flatMap { $0.alerts.map(\.explanation) }
            + rules.rules.flatMap { RuleExamples.explanations(in: rules, of: $0.name).map(\.said) }
    }

    /// One alert, and where it is from.
    private struct Said {
        var source: String
        var branch: Int
        var said: Explanation
        var history: [String] = []
    }

    /// Returns an alert of each of a rule's patterns that speaks.
    private static func alerts(of rule: Rule, _ rules: RuleSet, _ plays: [(script: String, alerts: [Alert])]) -> [Said]
    {
        let played = plays.flatMap { play in
            play.alerts.filter { $0.rule == rule.name && !$0.isWithdrawn }.map { alert in
                let named = alert.named(AlertNames())
                return Said(
                    source: "script `\(play.script)`",
                    branch: branch(of: alert.finding),
                    said: named.explanation,
                    history: named.revisions.map(\.sentence)
                )
            }
        }
        let examples = RuleExamples.explanations(in: rules, of: rule.name).map {
            Said(source: "example *\($0.example)*", branch: $0.branch, said: $0.said.named(AlertNames()))
        }
        return Set((played + examples).map(\.branch)).sorted().compactMap { branch in
            fullest(played.filter { $0.branch == branch }) ?? fullest(examples.filter { $0.branch == branch })
        }
    }

    private static func branch(of finding: Finding) -> Int {
        if case .count(let number)? = finding.measures.first(where: { $0.name == "branch" })?.value {
            number
        } else {
            0
        }
    }

    /// Returns the first with the most reasons that a page can show, or else with the fewest.
    private static func fullest(_ all: [Said]) -> Said? {
        let short = all.filter { $0.said.reasons.count <= 10 }
        let most = short.map(\.said.reasons.count).max() ?? all.map(\.said.reasons.count).min()
        return all.first { $0.said.reasons.count == most }
    }

    private static func section(_ rule: Rule, _ alert: Said) -> String {
        let said = alert.said
        return """

            **\(said.headline)**

            `\(rule.name)`, from the \(alert.source)

            """ + list("Why you are seeing this", said.reasons, isNumbered: true)
                + list("Evidence", said.evidence.map(\.sentence))
                + list("Not known", said.unknown)
                + list("Questions to ask", said.questions.map { "\(Wording.capitalised($0.to)): \($0.text)" })
                + list("History", alert.history)
    }

    private static func list(_ title: String, _ items: [String], isNumbered: Bool = false) -> String {
        guard !items.isEmpty else { return "" }
        let lines = items.enumerated().map { "\(isNumbered ? "\($0 + 1)." : "-") \($1)\n" }
        return "\n\(title):\n\n\(lines.joined())"
    }
}
