import SafeguardingModel

extension EvaluationContext {
    /// Whether a fact about the child says that somebody is a relative or a carer, by their role or by their name.
    func isRelative(_ link: Link) -> Bool { link.isRelative(familyNames: familyNames) }

    /// Whether those who reported an absence named a relative with whom the child was found a few hours later, so that
    /// the child's whereabouts were known.
    mutating func isWithRelative(_ number: Int) -> Bool {
        let absence = absences.all[number]
        guard let found = absence.found, let length = absence.longestLength, length <= EvaluationContext.fewHours else {
            return false
        }
        let relatives = facts[found].links.filter { $0.role == .foundWith && isRelative($0) }
        guard !relatives.isEmpty else { return false }
        return absences.indices(of: number).contains { line in
            facts[line].kind == .missingReported
                && facts[line].links.contains { named in relatives.contains { $0.isSamePerson(as: named) } }
        }
    }

    private static let fewHours: Int64 = 6 * 3_600_000
}

extension Link {
    /// Whether it is a relative. False where the fact calls them of concern, or gives them another relation.
    func isRelative(familyNames: [String]) -> Bool {
        if isOfConcern { return false }
        if let relation { return relation == .family || relation == .carer }
        return kind == "person" && Relation.isKin(label, familyNames: familyNames)
    }

    fileprivate func isSamePerson(as other: Link) -> Bool {
        keys.contains(where: other.keys.contains) || !label.isEmpty && label.lowercased() == other.label.lowercased()
    }
}
