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
    public let file: String
    let branches: [any Pattern]
    let examples: [RuleExample]

    init(parsing file: SiteConfiguration.TextFile, _ reading: inout PatternReading) throws(YAMLFault) {
        let root = try YAMLNode(parsing: file.text, file: file.name)
        let mapping = try root.mapping(of: RuleFile.keys)
        self.file = file.name
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
        reading.severity = severity
        branches = try RuleFile.branches(mapping.required("when"), &reading)
        examples = try RuleExample.all(mapping.required("examples"))
    }

    /// The longest way back from a moment to a fact on which the answer at that moment may depend.
    public var lookBack: Span { branches.map(\.lookBack).max() ?? .zero }

    /// The facts that may change its answer.
    var interest: Interest { branches.reduce(Interest()) { $0.union($1.interest) } }
}

/// Which facts may change a rule's answer.
struct Interest: Sendable {
    /// By the number of their kind.
    var kinds: UInt64 = 0
    /// Any fact that names somebody or something.
    var links = false

    init(kinds: [EventKind] = [], links: Bool = false) {
        for kind in kinds { self.kinds |= 1 << UInt64(kind.number) }
        self.links = links
    }

    func union(_ other: Interest) -> Interest {
        var all = self
        all.kinds |= other.kinds
        all.links = links || other.links
        return all
    }

    static let absences: [EventKind] = [.missingReported, .missingFound]
    static let known: [EventKind] = [.referralMade, .panelListed, .statusStarted, .statusEnded]
    static let placements: [EventKind] = [.placementStarted, .placementEnded]
}
