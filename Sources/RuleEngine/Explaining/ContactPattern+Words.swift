import SafeguardingModel

extension ContactPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        if how == .found { return "The child was found with a person of concern, or at an address of theirs." }
        if let order = finding.text("order") {
            return "Somebody against whom there is a notice or order (\(order)) was in contact with the child."
        }
        if whileMissing == .only { return "While missing, the child was in contact with a person of concern." }
        let own = told.lines.filter { $0.kind != .personListed }
        return
            "What \(RuleWords.sectors(told.sectors(own))) told of the child names a person of concern, or something of theirs."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        var reasons: [String] = []
        for (line, isOwn) in zip(told.lines, told.isOwn) {
            let shared = isOwn ? shared(line, told) : []
            if isOwn {
                let isSaid = line.links.contains { $0.isOfConcern && roles.contains($0.role) }
                let who = Fact(line, in: told.directory).title(in: told.directory)
                let own =
                    isSaid && !line.flags.contains(.restricted) ? " \(who) itself calls them a person of concern." : ""
                let what = shared.isEmpty ? "" : " What joins: \(Wording.list(shared))."
                reasons.append("\(told.dated(line))\(own)\(what)")
            } else {
                let isListing = line.links.contains { $0.role == .listed || $0.isOfConcern }
                reasons.append("\(isListing ? "Of concern because" : "What leads there"): \(told.dated(line))")
            }
        }
        if whileMissing == .only { reasons.append("The child was missing at that time.") }
        return reasons + notCounted(told)
    }

    /// Returns what a fact shares with the other evidence; nothing where it is restricted.
    private func shared(_ line: ChronologyFact, _ told: ExplanationContext) -> [String] {
        guard !line.flags.contains(.restricted) else { return [] }
        let others = told.lines.filter { $0.position != line.position }.flatMap { other in
            other.links.filter { other.kind == .personListed || $0.isOfConcern || $0.isTying }
        }
        let keys = line.links.flatMap(\.keys).filter(others.flatMap(\.keys).contains)
        return Set(keys.map(\.scheme.words)).sorted()
    }

    /// Returns sentences about keys of persons of concern that the child's facts name and that do not count.
    private func notCounted(_ told: ExplanationContext) -> [String] {
        let own = told.look.lines.filter { $0.flags.contains(.linked) && !$0.flags.contains(.restricted) }
        let sentences = own.flatMap { line in
            line.links.flatMap { link in
                link.keys.compactMap { key -> String? in
                    guard told.look.people.person(with: key) != nil,
                        let why = told.look.weightless(key, of: link, at: line.at, sharedByMoreThan: mostSharing)
                    else { return nil }
                    return
                        "Not counted: \(key.scheme.words) told by \(Fact(line, in: told.directory).title(in: told.directory)), which is \(why.words)."
                }
            }
        }
        return Set(sentences).sorted()
    }
}

extension FoundAgainPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let times = Wording.count(finding.count("count") ?? 0, "time", "times")
        let past =
            finding.has("past") ? "they were of concern before, and no longer at that time" : "nobody has listed them"
        return "The child was found \(times) with the same person within \(RuleWords.length(within)); \(past)."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let count = finding.count("count") ?? 0
        return [
            "The same person on \(count) occasions within \(RuleWords.length(within)); the rule asks for \(times).",
            "Nobody told that they are family, a carer, a child or there for their work.",
        ]
            + zip(told.lines, told.isOwn).map { line, isOwn in
                isOwn ? told.dated(line) : "Told of them before: \(told.dated(line))"
            }
    }
}

extension ListedAtHomePattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let place = finding.text("where") == "placement" ? "address where the child is placed" : "child's own address"
        return "A register lists a person at the \(place)."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        zip(told.lines, told.isOwn).map { line, isOwn in
            isOwn && line.kind != .personListed ? told.dated(line) : "Of concern because: \(told.dated(line))"
        }
    }
}
