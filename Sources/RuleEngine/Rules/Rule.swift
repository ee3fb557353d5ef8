public import SafeguardingModel

/// One rule, read from its file: what it looks for, how urgent that is, whom it tells and why it exists.
public struct Rule: Sendable {
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
