extension Comparison {
    /// The number that both records have, in words.
    var sharedNumber: String? {
        if self[.nhsNumber] == .same { return "the same NHS number" }
        if self[.upn] == .same { return "the same unique pupil number" }
        if self[.pncId] == .same { return "the same PNC id" }
        return nil
    }

    /// The strongest evidence for one child, in a few words.
    var agreement: String {
        if let sharedNumber { return sharedNumber }
        if self[.givenName] == .same, self[.familyName] == .same, self[.born] == .same {
            return "the same full name and birth date"
        }
        let words = ComparedField.allCases.compactMap { field in
            self[field].isTelling ? "\(field.title) \(self[field].adjective(of: field))" : nil
        }
        return words.joined(separator: ", ") + " (\(points) points)"
    }

    /// The reason why the pair is in doubt.
    var doubt: String {
        if let first = guards.first { return first.words }
        return "\(agreement), which is not enough"
    }

    /// Returns each field in one sentence with its weight, the heaviest first.
    public func sentences(_ weights: Weights) -> [String] {
        let compared = ComparedField.allCases.filter { self[$0] != .missing }
        let sorted = compared.sorted { (weights[$0, self[$0]], $1.rawValue) > (weights[$1, self[$1]], $0.rawValue) }
        var lines = sorted.map { field in
            "\(field.title): \(self[field].adjective(of: field)) (\(signed(weights[field, self[field]])))"
        }
        if rarity != 0 { lines.append("the names are \(rarity > 0 ? "rare" : "frequent") (\(signed(rarity)))") }
        let silent = ComparedField.allCases.filter { self[$0] == .missing }.map(\.title)
        if !silent.isEmpty { lines.append("not told by both: \(silent.joined(separator: ", "))") }
        return lines + guards.map { "not without asking: \($0.words)" }
    }

    private func signed(_ points: Int) -> String { points > 0 ? "+\(points)" : "\(points)" }
}

extension ComparedField {
    /// The field's name for people.
    public var title: String {
        switch self {
        case .givenName: "given name"
        case .familyName: "family name"
        case .born: "birth date"
        case .nhsNumber: "NHS number"
        case .upn: "unique pupil number"
        case .pncId: "PNC id"
        case .localId: "local authority's number"
        default: word
        }
    }
}

extension Level {
    var isTelling: Bool {
        switch self {
        case .missing, .different, .namesake, .initial, .street, .district: false
        default: true
        }
    }

    func adjective(of field: ComparedField) -> String {
        switch self {
        case .missing: "not told by both"
        case .same: "the same"
        case .form: "forms of one name"
        case .part: "one is a part of the other"
        case .close: "one slip apart"
        case .similar: field == .born ? "two of day, month and year agree" : "similar"
        case .swapped: field == .born ? "day and month exchanged" : "given and family name exchanged"
        case .alias: "agrees with an alias"
        case .initial: "only the first letter is known, and agrees"
        case .defaulted: "the same year, and 1 January in one, as systems write for an unknown day"
        case .district: "the same district"
        case .street: "the same street, another house"
        case .failing: "the same, but it fails its check digit"
        case .slip: "one slip apart, and one fails its check digit"
        case .namesake: "alike, but each is a name of its own"
        case .different: "different"
        }
    }
}
