import SafeguardingModel
import StrictYAML

/// One named way in which facts can add up. Few, each with its parameters in the words of a rule file.
protocol Pattern: Sendable {
    /// The word that stands for it in a rule file.
    static var word: String { get }
    var interest: Triggers { get }
    /// The longest way back from a moment to a fact on which the answer at that moment may depend, facts aside that are
    /// never forgotten.
    var lookBack: Span { get }
    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault)
    /// From how many children on a shared key weighs nothing for it; nil where it joins nothing.
    var sharedByMoreThan: Int? { get }
    /// Of each of these sorts of facts there must be one, or it has nothing to say, now or once time has passed.
    var needs: [FactKinds] { get }
    /// Whether it may have anything to say of what is shared, as far as that can be seen without reading a fact.
    func mayHold(_ glance: KeySummary, _ directory: AgencyRegister) -> Bool
    /// Every state that was entered by now, derived from the facts alone.
    func drafts(_ look: inout EvaluationContext) -> [CandidateFinding]
    /// How each condition was met, in plain sentences: the derivation itself.
    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String]
    /// What happened, in one sentence about "the child".
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String
    /// The rules whose findings it looks at.
    var references: [String] { get }
    /// What it asks for, so that one may try what a further fact would do.
    var wishes: [Requirement] { get }
    /// The first condition that is not met now, in a sentence.
    func unmet(_ look: inout EvaluationContext) -> String
}

extension Pattern {
    var sharedByMoreThan: Int? { nil }
    var references: [String] { [] }
    var needs: [FactKinds] { [] }
    func mayHold(_ glance: KeySummary, _ directory: AgencyRegister) -> Bool { true }

    /// What marks the findings of this pattern.
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

    func has(_ name: String) -> Bool { measures.contains { $0.name == name } }
}
