import Correlation
import IdentityResolution
import SafeguardingModel

/// Two adults of whom agencies told who are possibly one, in a reader's words.
struct AdultPair: Hashable, Sendable {
    struct End: Hashable, Sendable {
        var key: LinkKey
        var names: [String]
        var agencies: [AgencyName]
    }

    /// Two.
    var ends: [End]
    /// What agrees, naming no value.
    var why: String
}

/// What a person decided about adults, in a reader's words.
struct AdultDecision: Hashable, Sendable {
    var made: DecisionLog<LinkKey>.Made
    var names: [String]
}

extension DeskModel {
    /// Who is possibly one of the adults whom these facts name; only where this reader may know of both.
    func possibleAdults(_ facts: [Fact], of child: ChildCard, _ reader: Reader) -> [AdultPair] {
        let positions = facts.filter { !$0.links.isEmpty && mayRead($0, reader) }.map(\.position)
        let pairs = correlator.possibleAdults(
            namedIn: positions,
            isExercise: child.isExercise,
            withholding: closedRecords(to: reader)
        )
        return pairs.compactMap { pair in
            let ends = [0, 1].compactMap { end(pair, $0, reader) }
            return ends.count == 2 ? AdultPair(ends: ends, why: pair.why) : nil
        }
    }

    private func end(_ pair: PossibleAdults, _ number: Int, _ reader: Reader) -> AdultPair.End? {
        let names = pair.all[number].compactMap { name(of: $0, isOpen: pair.isNameable[number], reader) }
        guard !names.isEmpty else { return nil }
        return AdultPair.End(key: pair.keys[number], names: names, agencies: pair.agencies[number])
    }

    /// What was decided about the adults named about a child, the latest first; only where this reader may know of all.
    func decisions(about connections: [Connection], of child: ChildCard, _ reader: Reader) -> [AdultDecision] {
        identity.adults[child.isExercise ? 1 : 0].about(connections.flatMap(\.keys)).compactMap { made in
            let names = made.about.compactMap { name(of: $0, isOpen: false, reader) }
            return names.count == made.about.count ? AdultDecision(made: made, names: names) : nil
        }
    }

    /// How this reader may call an adult; who is only named has no key that agencies gave, but one made of the name.
    private func name(of key: LinkKey, isOpen: Bool, _ reader: Reader) -> String? {
        if let label = labels.label(of: key, for: reader) {
            return label == key.value || key.scheme == .reference ? label : "\(label) (\(key.value))"
        }
        return isOpen ? key.mereName : nil
    }
}

extension LinkKey {
    /// `Kas` of a key that stands for a mere name in one agency's record.
    fileprivate var mereName: String? {
        guard scheme == .reference, value.contains("/~"), let name = value.split(separator: "/").last else {
            return nil
        }
        return name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }
}
