import SafeguardingModel
import StrictYAML

/// The references between rules, and what follows from them: the facts that may change an answer, and the look-back.
struct RuleNetwork {
    private let rules: [Rule]

    init(_ rules: [Rule]) {
        self.rules = rules
    }

    /// The facts that may change each rule's answer, including those of the rules to which it refers.
    var triggers: [Triggers] {
        rules.map { rule in meant(by: rule).reduce(rule.triggers) { $0.union($1.triggers) } }
    }

    /// The longest look-back of a rule together with the rules to which it refers.
    var lookBack: Span {
        rules.map { rule in rule.lookBack + (meant(by: rule).map(\.lookBack).max() ?? .zero) }.max() ?? .zero
    }

    /// Returns the rules to which a rule refers, directly or through others.
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

    /// Refuses a rule that refers to an unknown rule, to itself in a circle, or to a rule about another sort of
    /// subject.
    static func check(_ rules: [Rule]) throws(YAMLError) {
        let network = RuleNetwork(rules)
        for rule in rules {
            for name in rule.references {
                let node = YAMLNode(content: .scalar(name, isQuoted: true), file: rule.file, line: 1)
                _ = try node.choice(of: rules.filter { $0.about == rule.about }.map(\.name))
            }
            if network.meant(by: rule).contains(where: { $0.name == rule.name }) {
                throw YAMLError(
                    file: rule.file,
                    line: 1,
                    message:
                        "the rule '\(rule.name)' speaks of itself, by way of \(rule.references.joined(separator: ", "))"
                )
            }
        }
    }
}
