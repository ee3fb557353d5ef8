public import SafeguardingModel

/// Makes the sentences of a finding out of the finding and the facts, on demand.
public enum Explainer {
    /// Why this was found, what each sector knew alone, and what is not known.
    public static func explain(
        _ finding: Finding,
        _ chronology: Chronology,
        rules: RuleSet,
        people: People,
        directory: Directory
    ) -> Explanation {
        Explanation(headline: finding.rule)
    }
}
