public import SafeguardingModel
import StrictYAML

/// One rule, read from its file: its patterns, its urgency, its recipients and its purpose.
public final class Rule: Sendable {
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// Evaluated, and people are told.
        case active
        /// Evaluated and shown to authors, never sent.
        case trial
        /// Kept for the record, not evaluated.
        case retired
    }

    public let name: String
    public let version: Int
    public let status: Status
    public let title: String
    public let severity: Severity
    public let tell: [String]
    public let why: String
    public let source: String
    /// The situations in which it has a finding although nothing is wrong, for the alert's reader.
    public let mistakenWhen: [String]
    /// The questions to ask agencies, beside those that follow from the facts.
    public let ask: [Question]
    /// The words in its sentences for the things that it is about, of each pattern in `allBranches`, at the same index.
    private let wordings: [RuleWording]
    public let file: String
    /// The sort of subject of its findings.
    package let about: About
    let branches: [any Pattern]
    /// The conditions that make a finding more severe than its pattern does, in order.
    let escalations: [Escalation]
    let suppression: Suppression?
    /// The parts of the rule that change from some day on, or for some authority.
    let variants: [Variant]
    /// The branches, and after them those of the variants.
    let allBranches: [any Pattern]
    let examples: [RuleExample]
    /// The needed sorts of facts of each pattern in `allBranches`, at the same index.
    let needs: [[FactKinds]]

    package enum About: String, CaseIterable, Sendable {
        case child
        /// A person, a place or a thing that the facts about several children name.
        case shared
    }

    struct Escalation: Sendable {
        var condition: Condition
        var severity: Severity
    }

    /// The rules that suppress a finding which they had within a time before it.
    struct Suppression: Sendable {
        var rules: [String]
        var within: Span
    }

    struct Variant: Sendable {
        var from: CivilDay
        /// The responsible authority to whose children it applies; nil: each child.
        var authority: String?
        var branches: [any Pattern]
    }

    convenience init(parsing file: SiteConfiguration.TextFile, _ reading: inout PatternReading) throws(YAMLError) {
        try self.init(YAMLNode(parsing: file.text, file: file.name), &reading)
    }

    /// - Parameter examples: examples to use instead of those in the file; nil: read the file's.
    init(_ root: YAMLNode, examples known: [RuleExample]? = nil, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try root.mapping(of: RuleFile.keys)
        file = root.file
        name = try RuleFile.name(mapping.required("rule"))
        version = try mapping.required("version").integer(in: 1...1_000_000)
        status = try mapping.required("status").choice(Status.self)
        title = try mapping.required("title").name()
        severity = try mapping.required("severity").choice(Severity.self)
        tell = try RuleFile.words(mapping.required("tell"))
        why = try mapping.required("why").name()
        source = try mapping.required("source").name()
        mistakenWhen = try mapping["mistakenWhen"]?.strings() ?? []
        ask = try RuleFile.questions(mapping["ask"])
        about = try mapping["about"]?.choice(About.self) ?? .child
        reading.severity = severity
        reading.wordings = []
        reading.isShared = about == .shared
        branches = try RuleFile.branches(mapping.required("when"), &reading)
        escalations = try RuleFile.escalations(mapping["escalate"], &reading)
        suppression = try mapping["suppressedBy"].map(RuleFile.suppression)
        variants = try RuleFile.variants(mapping["variants"], severity, &reading)
        examples = if let known { known } else { try RuleExample.all(mapping.required("examples")) }
        allBranches = branches + variants.flatMap(\.branches)
        needs = allBranches.map(\.needs)
        let all = allBranches
        let own =
            try mapping["words"].map { node throws(YAMLError) in try RuleWording(node, for: all) } ?? RuleWording()
        wordings = reading.wordings.map { ($0 ?? RuleWording()).over(own) }
    }

    /// The words for its patterns in a rule file, each once, in the order of its branches.
    public var patterns: [String] {
        allBranches.reduce(into: []) { words, branch in
            let word = type(of: branch).word
            if !words.contains(word) { words.append(word) }
        }
    }

    /// The longest time before a moment in which a fact can still change the answer.
    public var lookBack: Span {
        let own = allBranches.map(\.lookBack).max() ?? .zero
        return own + (escalations.map(\.condition.lookBack).max() ?? .zero) + (suppression?.within ?? .zero)
    }

    /// The rules to whose findings it refers.
    var references: [String] { allBranches.flatMap(\.references) + (suppression?.rules ?? []) }

    /// The facts that may change its answer, without those that change it through other rules.
    var triggers: Triggers {
        let authority = variants.contains { $0.authority != nil } ? Triggers.authority : []
        let own = allBranches.map(\.triggers) + escalations.map(\.condition.triggers) + [Triggers(kinds: authority)]
        return own.reduce(Triggers()) { $0.union($1) }
    }

    /// Returns the pattern that made a finding.
    func branch(of finding: Finding) -> any Pattern { allBranches[number(of: finding)] }

    /// Returns the words for a finding.
    func wording(of finding: Finding) -> RuleWording { wordings[number(of: finding)] }

    private func number(of finding: Finding) -> Int {
        let number = finding.count("branch") ?? 0
        return number < allBranches.count ? number : 0
    }
}
