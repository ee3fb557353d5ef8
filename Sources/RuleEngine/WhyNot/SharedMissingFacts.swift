package import SafeguardingModel

/// The facts that might be missing for a rule about what several children share: other children, named with a key.
package enum SharedMissingFacts {
    /// Facts to add, and the key that joins them.
    package struct Addition: Sendable {
        package var key: LinkKey
        package var facts: [MissingFact]
    }

    private static let mostChildren = 3

    /// How long a rule waits for the word of a sector before it has a finding.
    package static func delay(of rule: Rule) -> Span {
        rule.branches.compactMap { ($0 as? SharedPattern)?.unless?.within }.max() ?? .zero
    }

    /// Returns what to try, the fewest facts first: further children named with a key that the child's facts name, or
    /// the child and others with a new one.
    ///
    /// - Parameter keys: the keys that the child's facts name.
    package static func additions(
        to keys: [LinkKey],
        for rule: Rule,
        _ directory: AgencyRegister,
        _ at: Instant
    ) -> [Addition] {
        rule.branches.compactMap { $0 as? SharedPattern }.flatMap { pattern in
            let fresh = [LinkKey(.phone, "what-if"), LinkKey(.uprn, "what-if")]
            return (keys + fresh).filter(pattern.concerns).flatMap { key -> [Addition] in
                let isNew = fresh.contains(key)
                return (0...mostChildren).flatMap { children in
                    pattern.facts(about: children, isNew: isNew, key, directory, at).map {
                        Addition(key: key, facts: $0)
                    }
                }
            }
        }.sorted { $0.facts.count < $1.facts.count }
    }
}

extension SharedPattern {
    fileprivate func concerns(_ key: LinkKey) -> Bool {
        let isPlace = key.scheme == .uprn || key.scheme == .premises
        return switch what {
        case .anything: true
        case .people: !isPlace
        case .places: isPlace
        }
    }

    /// Returns facts by which so many other children are named with a key, sent by different sectors in turn, with and
    /// without the word of a sector that has to name it, too.
    fileprivate func facts(
        about children: Int,
        isNew: Bool,
        _ key: LinkKey,
        _ directory: AgencyRegister,
        _ at: Instant
    ) -> [[MissingFact]] {
        let clause =
            of.flatMap { $0.kinds.first }.map { Selector.Clause(kind: $0) } ?? Selector.Clause(kind: .concernObserved)
        let senders = directory.firstOfEachSector
        guard !senders.isEmpty else { return [] }
        let abouts = (isNew ? [MissingFact.About.child] : []) + (0..<children).map { .another($0 + 1) }
        let adults = (also?.sectors ?? []).compactMap { sector in senders.first { $0.sector == sector } }
        return senders.indices.flatMap { first -> [[MissingFact]] in
            let named = abouts.enumerated().map { number, about in
                MissingFact(clause, senders[(first + number) % senders.count], naming: key, about, at)
            }
            let told = adults.map {
                named + [MissingFact(Selector.Clause(kind: .intelligenceRecorded), $0, naming: key, .adult, at)]
            }
            return ([named] + told).filter { !$0.isEmpty }
        }
    }
}

extension AgencyRegister {
    fileprivate var firstOfEachSector: [Agency] {
        agencies.indices.filter { place in !agencies[..<place].contains { $0.sector == agencies[place].sector } }
            .map { agencies[$0] }
    }
}

extension MissingFact {
    fileprivate init(_ clause: Selector.Clause, _ agency: Agency, naming key: LinkKey, _ about: About, _ at: Instant) {
        self.init(clause, agency, at, key: nil)
        let isPlace = key.scheme == .uprn || key.scheme == .premises
        links = [Link(role: .mentioned, keys: [key], kind: isPlace ? "premises" : "person")]
        self.about = about
    }
}
