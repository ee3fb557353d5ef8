package import SafeguardingModel

extension MissingFact {
    /// Returns `Two facts short: a referral by health and a missing report by police`.
    package static func words(_ facts: [MissingFact], in zone: Zone) -> String {
        let count = ["One fact", "Two facts", "Three facts", "Four facts"][min(facts.count, 4) - 1]
        let isOneSort = facts.count > 1 && facts.allSatisfy { $0 == facts[0] }
        let names =
            isOneSort
            ? ["\(facts.count) \(facts[0].kind.noun.many) by \(facts[0].sector.words)\(facts[0].detail(zone))"]
            : facts.map { "\(RuleWords.withArticle($0.kind.noun.one)) by \($0.sector.words)\($0.detail(zone))" }
        return "\(count) short: \(Wording.list(names))"
    }

    /// What it has to tell, beside its kind.
    private func detail(_ zone: Zone) -> String {
        if let repeats { return " like that of \(zone.text(repeats))" }
        let told = fields.filter { !MissingFact.references.contains($0.name) && !isUsual($0) }
            .map { "\($0.name.rawValue) \($0.value)" }
        return (told.isEmpty ? "" : " (\(told.joined(separator: ", ")))") + whose + named
    }

    private func isUsual(_ field: Field) -> Bool { field.name == .category && field.value == "missing" }

    private var whose: String {
        switch about {
        case .child: ""
        case .another(1): " about another child, who lives elsewhere"
        case .another(let number): " about a \(["second", "third", "fourth"][min(number, 4) - 2]) one"
        case .adult: " about the adult alone"
        }
    }

    /// Whom or what it has to name.
    private var named: String {
        guard let link = links.first, let key = link.keys.first else { return "" }
        if about != .child { return " that names the same \(key.noun)" }
        if key.value.hasPrefix("what-if") { return " that names \(RuleWords.withArticle(key.noun))" }
        let whom = "somebody on a register, or called of concern"
        return link.role == .foundWith ? " with \(whom)" : " that names \(whom)"
    }
}

extension LinkKey {
    fileprivate var noun: String {
        switch scheme {
        case .phone: "phone number"
        case .handle: "online name"
        case .vehicle: "vehicle"
        case .uprn, .premises: "place"
        default: "person"
        }
    }
}
