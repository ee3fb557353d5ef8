import SafeguardingModel

/// A requirement of a pattern or a condition.
enum Requirement {
    case happening(Occurrences)
    /// A fact of this kind that names somebody of concern.
    case contact(EventKind, Link.Role)
    case fact(Selector.Clause)
    /// One of these, sent by an agency of another area.
    case elsewhere(Occurrences)
    case outOfAreaPlacement

    /// Returns clauses for facts of which one would meet it.
    func clauses(_ rules: RuleSet) -> [Selector.Clause] {
        switch self {
        case .happening(let happening), .elsewhere(let happening): return happening.clauses(rules)
        case .fact(let clause): return [clause]
        case .outOfAreaPlacement:
            let areas: [Selector.Clause.Condition] = [
                .init(field: .responsibleAuthority, values: ["this area"]),
                .init(field: .hostAuthority, values: ["another area"]),
            ]
            return [Selector.Clause(kind: .placementStarted, fields: areas)]
        case .contact(let kind, let role):
            var clause = Selector.Clause(kind: kind, with: [role])
            clause.isContact = true
            return [clause]
        }
    }

    /// Whether it matters which agency of a sector sends the fact.
    var isOfAnyAgency: Bool { if case .elsewhere = self { true } else { false } }
}

extension Requirement {
    /// A fact that makes a child known to the CSE system.
    static let known: [Requirement] = [.fact(Selector.Clause(kind: .referralMade))]
}

extension Occurrences {
    /// Returns clauses for facts of which one would make it happen.
    func clauses(_ rules: RuleSet) -> [Selector.Clause] {
        switch self {
        case .facts(let selection): rules.selectors.selectors[selection.bit.number].clauses
        case .missing: [Selector.Clause(kind: .missingReported)]
        case .found: [Selector.Clause(kind: .missingFound)]
        case .move: [Selector.Clause(kind: .placementStarted)]
        case .lowered: [Selector.Clause(kind: .panelRemoved)]
        case .oneOf(let all): all.flatMap { $0.clauses(rules) }
        case .findings(let names, _):
            names.compactMap(rules.rule(named:)).flatMap(\.requirements).flatMap { $0.clauses(rules) }
        }
    }
}

extension Rule {
    /// The requirements of all its patterns.
    var requirements: [Requirement] { branches.flatMap(\.requirements) }
}

extension Condition {
    /// The facts by which it may come to hold; none for a negated condition.
    var requirements: [Requirement] {
        tests.flatMap { test -> [Requirement] in
            switch test {
            case .known(true): [.fact(Selector.Clause(kind: .referralMade))]
            case .missing(true), .missingWithin, .wentMissing: [.happening(.missing)]
            case .had(let selection, _), .fact(let selection): [.happening(.facts(selection))]
            case .status(let words):
                [.fact(Selector.Clause(kind: .statusStarted, fields: [.init(field: .status, values: words)]))]
            case .placed(.outOfArea): [.outOfAreaPlacement]
            case .placed(.residential), .placed(.anywhere):
                [.fact(Selector.Clause(kind: .placementStarted, toldBy: [.residential]))]
            case .any(let conditions): conditions.flatMap(\.requirements)
            default: []
            }
        }
    }
}
