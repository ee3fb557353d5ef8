import SafeguardingModel

/// The table of all rules that `Docs/rules.md` shows and `refbus rules list --markdown` prints.
public enum RuleTable {
    public static func markdown(of rules: RuleSet) -> String {
        let rows = rules.rules.map { rule in
            [
                "`\(rule.name)`", rule.title, rule.severity.rawValue,
                rule.patterns.map { "`\($0)`" }.joined(separator: ", "),
                rule.source,
            ]
        }
        return """
            # Rules

            `refbus rules list --markdown` writes this page from `Config/rules/`; a test holds it. The severity is the lowest
            at which a rule speaks; `refbus rules explain RULE` says when it rises. `Docs/writing-rules.md` explains patterns.

            | rule | title | severity | pattern | source |
            | --- | --- | --- | --- | --- |

            """ + rows.map { "| \($0.map(escaped).joined(separator: " | ")) |\n" }.joined()
    }

    private static func escaped(_ cell: String) -> String {
        cell.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
