import SafeguardingModel
import StrictYAML

/// Which rule speaks of which others, and what follows: the facts that may change its answer, and how far back.
struct RuleNetwork {
    private let rules: [Rule]

    init(_ rules: [Rule]) {
        self.rules = rules
    }

    /// Of every rule the facts that may change its answer, those of the rules of which it speaks with them.
    var interests: [Triggers] {
        rules.map { rule in meant(by: rule).reduce(rule.interest) { $0.union($1.interest) } }
    }

    /// The longest way back of a rule with those of which it speaks.
    var lookBack: Span {
        rules.map { rule in rule.lookBack + (meant(by: rule).map(\.lookBack).max() ?? .zero) }.max() ?? .zero
    }

    /// The rules of which a rule speaks, and those of which these speak.
    private func meant(by rule: Rule) -> [Rule] {
        var found: [Rule] = []
        var open = rule.references
        while let name = open.popLast() {
            guard !found.contains(where: { $0.name == name }), let next = rules.first(where: { $0.name == name })
            else { continue }
            found.append(next)
            open += next.references
        }
        return found
    }

    /// Refuses a rule that speaks of one that does not stand, of itself by a circle, or of another sort of subject.
    static func check(_ rules: [Rule]) throws(YAMLFault) {
        let network = RuleNetwork(rules)
        for rule in rules {
            for name in rule.references {
                let node = YAMLNode(content: .scalar(name, isQuoted: true), file: rule.file, line: 1)
                _ = try node.choice(of: rules.filter { $0.about == rule.about }.map(\.name))
            }
            if network.meant(by: rule).contains(where: { $0.name == rule.name }) {
                throw YAMLFault(
                    file: rule.file,
                    line: 1,
                    message:
                        "the rule '\(rule.name)' speaks of itself, by way of \(rule.references.joined(separator: ", "))"
                )
            }
        }
    }
}
