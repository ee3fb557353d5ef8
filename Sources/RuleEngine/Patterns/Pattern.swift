import SafeguardingModel
import StrictYAML

/// One named way in which facts can add up. There are few, each with parameters in the words of a rule file.
protocol Pattern: FindingDetector, FindingExplainer, FindingAdvisor {
    /// The word for it in a rule file.
    static var word: String { get }
    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError)
}

/// Finds the states that a pattern looks for, and says cheaply when there can be none.
protocol FindingDetector: Sendable {
    /// Returns each state that was entered by now, derived from the facts alone.
    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding]
    /// The facts that may change the answer.
    var triggers: Triggers { get }
    /// The longest time before a moment in which a fact can still change the answer, apart from facts that are never
    /// forgotten.
    var lookBack: Span { get }
    /// Sets of sorts of facts. Without a fact of each set, the pattern cannot hold, now or later.
    var needs: [FactKinds] { get }
    /// Whether it may hold for what is shared, as far as the summary shows without reading a fact.
    func mayHold(_ summary: KeySummary, _ directory: AgencyRegister) -> Bool
    /// The number of children from which a shared key does not count any more; nil where it joins no keys.
    var sharedByMoreThan: Int? { get }
    /// The rules whose findings it looks at.
    var references: [String] { get }
}

/// Puts a finding into sentences.
protocol FindingExplainer {
    /// The forms of headline that it has.
    static var forms: [HeadlineForm] { get }
    /// The names of the values that a headline can show, beside `child` and `shared`.
    static var placeholders: [String] { get }
    /// The form of a finding's headline.
    func form(_ finding: Finding) -> HeadlineForm
    /// Returns the headline where the rule's file gives none.
    func plain(_ finding: Finding) -> HeadlineTemplate
    /// Returns the values for the placeholders; those that are not known are left out.
    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String]
    /// Returns plain sentences about how each condition was met.
    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String]
}

/// Says why there is no finding, and which facts would make one.
protocol FindingAdvisor {
    /// The facts that could make it hold, for trying what one more fact would change.
    var requirements: [Requirement] { get }
    /// Returns a sentence about the first condition that is not met now.
    func unmet(_ context: inout EvaluationContext) -> String
}

extension FindingDetector {
    var sharedByMoreThan: Int? { nil }
    var references: [String] { [] }
    var needs: [FactKinds] { [] }
    func mayHold(_ summary: KeySummary, _ directory: AgencyRegister) -> Bool { true }
}

extension FindingExplainer {
    static var forms: [HeadlineForm] { [.headline] }
    func form(_ finding: Finding) -> HeadlineForm { .headline }
}

extension FindingAdvisor {
    var requirements: [Requirement] { [] }
}

extension Pattern {
    /// The measure that marks findings of this pattern.
    static var mark: Measure { Measure("pattern", .text(word)) }
}

extension Finding {
    func count(_ name: String) -> Int? {
        measures.first { $0.name == name }.flatMap { if case .count(let value) = $0.value { value } else { nil } }
    }

    func instant(_ name: String) -> Instant? {
        measures.first { $0.name == name }.flatMap { if case .instant(let value) = $0.value { value } else { nil } }
    }

    func text(_ name: String) -> String? {
        measures.first { $0.name == name }.flatMap { if case .text(let value) = $0.value { value } else { nil } }
    }

    func span(_ name: String) -> Span? {
        measures.first { $0.name == name }.flatMap { if case .span(let value) = $0.value { value } else { nil } }
    }

    func has(_ name: String) -> Bool { measures.contains { $0.name == name } }
}
