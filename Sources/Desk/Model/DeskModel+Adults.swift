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
        let pairs = correlator.possibleAdults(
            namedIn: readable(facts, reader),
            isExercise: child.isExercise,
            withholding: closedRecords(to: reader)
        )
        return pairs.compactMap { pair in
            let ends = [0, 1].compactMap { end(pair, $0, of: child, reader) }
            return ends.count == 2 ? AdultPair(ends: ends, why: pair.why) : nil
        }
    }

    private func end(_ pair: PossibleAdults, _ number: Int, of child: ChildCard, _ reader: Reader) -> AdultPair.End? {
        let names = pair.all[number].compactMap { name(of: $0, child.isExercise, reader) }
        guard !names.isEmpty else { return nil }
        return AdultPair.End(key: pair.keys[number], names: names, agencies: pair.agencies[number])
    }

    /// What was decided about the adults whom these facts name, the latest first; only where this reader may know of all.
    func adultDecisions(_ facts: [Fact], of child: ChildCard, _ reader: Reader) -> [AdultDecision] {
        let keys = correlator.adultKeys(namedIn: readable(facts, reader), isExercise: child.isExercise)
        return identity.adults[child.isExercise ? 1 : 0].about(keys).compactMap { made in
            let names = made.about.compactMap { name(of: $0, child.isExercise, reader) }
            return names.count == made.about.count ? AdultDecision(made: made, names: names) : nil
        }
    }

    private func readable(_ facts: [Fact], _ reader: Reader) -> [Int64] {
        facts.filter { !$0.links.isEmpty && mayRead($0, reader) }.map(\.position)
    }

    /// How this reader may call an adult. Who is only named has no key that agencies gave, but one made of the name.
    private func name(of key: LinkKey, _ isExercise: Bool, _ reader: Reader) -> String? {
        if let label = labels.label(of: key, for: reader) {
            return label == key.value || key.scheme == .reference ? label : "\(label) (\(key.value))"
        }
        return correlator.facts(naming: key, isExercise: isExercise).contains { mayRead($0, reader) }
            ? key.mereName : nil
    }

    /// Whether this reader may know of the fact at a position.
    private func mayRead(_ position: Int64, _ reader: Reader) -> Bool {
        guard notes[position].map({ reader.mayRead($0.handling) }) ?? true else { return false }
        guard let record = notes.record(at: position), let child = correlator.child(of: record) else { return true }
        return reader.maySee(correlator.records(of: child))
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
