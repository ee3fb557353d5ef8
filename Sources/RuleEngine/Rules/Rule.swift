public import SafeguardingModel
import StrictYAML

/// One rule, read from its file: what it looks for, how urgent that is, whom it tells and why it exists.
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
    /// When it speaks although nothing is wrong, for whoever reads the alert.
    public let mistakenWhen: [String]
    /// What to ask whom, beside what follows from the facts.
    public let ask: [Question]
    /// What its headlines call the things of which they speak.
    let wording: RuleWording
    public let file: String
    /// Whom its findings are about.
    let about: About
    let branches: [any Pattern]
    /// What makes a finding more severe than its pattern says, in order.
    let escalations: [Escalation]
    let suppression: Suppression?
    /// What holds instead from some day on, or for some authority.
    let variants: [Variant]
    /// The branches, and after them those of the variants.
    let allBranches: [any Pattern]
    let examples: [RuleExample]
    /// Of every branch, those of the variants after its own, of which sorts of facts there must be one.
    let needs: [[FactKinds]]

    enum About: String, CaseIterable, Sendable {
        case child
        /// A person, a place or a thing that the facts about several children name.
        case shared
    }

    struct Escalation: Sendable {
        var condition: Condition
        var severity: Severity
    }

    /// Not told where another rule has just said it.
    struct Suppression: Sendable {
        var rules: [String]
        var within: Span
    }

    struct Variant: Sendable {
        var from: CivilDay
        /// The responsible authority whose children it concerns; nil: every child.
        var authority: String?
        var branches: [any Pattern]
    }

    convenience init(parsing file: SiteConfiguration.TextFile, _ reading: inout PatternReading) throws(YAMLFault) {
        try self.init(YAMLNode(parsing: file.text, file: file.name), &reading)
    }

    /// - Parameter examples: those that stand in its place; nil: read them.
    init(_ root: YAMLNode, examples known: [RuleExample]? = nil, _ reading: inout PatternReading) throws(YAMLFault) {
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
        wording = try mapping["words"].map { node throws(YAMLFault) in try RuleWording(node) } ?? RuleWording()
        about = try mapping["about"]?.choice(About.self) ?? .child
        reading.severity = severity
        reading.isShared = about == .shared
        branches = try RuleFile.branches(mapping.required("when"), &reading)
        escalations = try RuleFile.escalations(mapping["escalate"], &reading)
        suppression = try mapping["suppressedBy"].map(RuleFile.suppression)
        variants = try RuleFile.variants(mapping["variants"], severity, &reading)
        examples = if let known { known } else { try RuleExample.all(mapping.required("examples")) }
        allBranches = branches + variants.flatMap(\.branches)
        needs = allBranches.map(\.needs)
    }

    /// The patterns that it uses, by their words in a rule file, each once in the order of its branches.
    public var patterns: [String] {
        allBranches.reduce(into: []) { words, branch in
            let word = type(of: branch).word
            if !words.contains(word) { words.append(word) }
        }
    }

    /// The longest way back from a moment to a fact on which the answer at that moment may depend.
    public var lookBack: Span {
        let own = allBranches.map(\.lookBack).max() ?? .zero
        return own + (escalations.map(\.condition.lookBack).max() ?? .zero) + (suppression?.within ?? .zero)
    }

    /// The rules of whose findings it speaks.
    var references: [String] { allBranches.flatMap(\.references) + (suppression?.rules ?? []) }

    /// The facts that may change its answer, those of the rules aside of which it speaks.
    var interest: Triggers {
        let context = variants.contains { $0.authority != nil } ? Triggers.authority : []
        let own = allBranches.map(\.interest) + escalations.map(\.condition.interest) + [Triggers(kinds: context)]
        return own.reduce(Triggers()) { $0.union($1) }
    }

    /// The pattern that made a finding.
    func branch(of finding: Finding) -> any Pattern {
        let number = finding.count("branch") ?? 0
        return number < allBranches.count ? allBranches[number] : branches[0]
    }
}
