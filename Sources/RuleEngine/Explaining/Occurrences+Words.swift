import SafeguardingModel

extension Occurrences {
    /// The kinds of its facts; empty where it is not a list of facts.
    var kinds: [EventKind] { if case .facts(let selection) = self { selection.kinds } else { [] } }

    /// Returns the nouns of several, each once.
    private func phrases(_ all: [Occurrences]) -> String {
        var phrases: [String] = []
        for phrase in all.map(\.phrase) where !phrases.contains(phrase) { phrases.append(phrase) }
        return phrases.joined(separator: " or ")
    }

    /// The noun for one of them and for many, where they are counted.
    var noun: (one: String, many: String) {
        switch self {
        case .facts(let selection): Set(selection.kinds).count == 1 ? selection.kinds[0].noun : ("report", "reports")
        case .missing: ("missing episode", "missing episodes")
        case .found: ("return", "returns")
        case .move: ("move", "moves")
        case .lowered: ("lowering of the risk", "lowerings of the risk")
        case .findings: ("alert of another rule", "alerts of other rules")
        case .oneOf: ("sign", "signs")
        }
    }

    /// The noun with its article, as part of a sentence: `a missing episode`.
    var phrase: String {
        if case .oneOf(let all) = self { return phrases(all) }
        guard case .facts(let selection) = self else { return RuleWords.withArticle(noun.one) }
        var phrases: [String] = []
        for kind in selection.kinds where !phrases.contains(RuleWords.withArticle(kind.noun.one)) {
            phrases.append(RuleWords.withArticle(kind.noun.one))
        }
        return phrases.count > 3 ? "a new report" : phrases.joined(separator: " or ")
    }

    /// The noun with its definite article, for what must be followed by something else: `the referral`.
    var words: String {
        switch self {
        case .facts(let selection): "the \(selection.kinds.first?.noun.one ?? "report")"
        case .missing: "going missing"
        case .found: "{child} returned"
        case .move: "the move"
        case .lowered: "the lowering"
        case .findings: "the alert"
        case .oneOf(let all): all.map(\.words).joined(separator: " or ")
        }
    }
}

extension RuleWords {
    static func withArticle(_ noun: String) -> String {
        "\(noun.first.map("aeiou".contains) ?? false ? "an" : "a") \(noun)"
    }
}
