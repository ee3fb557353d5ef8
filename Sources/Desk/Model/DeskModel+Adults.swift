import Correlation
import IdentityResolution
import SafeguardingModel

/// Two adults named by agencies who are possibly one, in a reader's words.
struct AdultPair: Hashable, Sendable {
    struct End: Hashable, Sendable {
        var key: LinkKey
        var names: [String]
        var agencies: [AgencyName]
    }

    /// The two adults.
    var ends: [End]
    /// The fields that agree, without their values.
    var why: String
}

/// A person's decision about adults, in a reader's words.
struct AdultDecision: Hashable, Sendable {
    var made: DecisionLog<LinkKey>.Made
    var names: [String]
}

extension DeskModel {
    /// Returns the adults named in these facts who are possibly one, judged only by what this reader may know.
    func possibleAdults(_ facts: [Fact], of child: ChildCard, _ reader: Reader) -> [AdultPair] {
        let clearance = clearance(of: reader)
        let pairs = correlator.possibleAdults(
            namedIn: readable(facts, reader),
            isExercise: child.isExercise,
            for: clearance
        )
        return pairs.compactMap { pair in
            let ends = [0, 1].compactMap { number -> AdultPair.End? in
                let names = pair.all[number].compactMap { name(of: $0, child.isExercise, reader, clearance) }
                guard !names.isEmpty else { return nil }
                return AdultPair.End(key: pair.keys[number], names: names, agencies: pair.agencies[number])
            }
            return ends.count == 2 ? AdultPair(ends: ends, why: pair.why) : nil
        }
    }

    /// Returns the decisions about adults named in these facts, the latest first, where this reader may know of all of
    /// them.
    func adultDecisions(_ facts: [Fact], of child: ChildCard, _ reader: Reader) -> [AdultDecision] {
        let clearance = clearance(of: reader)
        let keys = correlator.adultKeys(namedIn: readable(facts, reader), isExercise: child.isExercise)
        return identity.adults[child.isExercise ? 1 : 0].about(keys).compactMap { made in
            let names = made.about.compactMap { name(of: $0, child.isExercise, reader, clearance) }
            return names.count == made.about.count ? AdultDecision(made: made, names: names) : nil
        }
    }

    private func readable(_ facts: [Fact], _ reader: Reader) -> [Position] {
        facts.filter { !$0.links.isEmpty && mayRead($0, reader) }.map(\.position)
    }

    /// Returns an adult's name for this reader; an adult known by name alone has a key made of that name.
    private func name(of key: LinkKey, _ isExercise: Bool, _ reader: Reader, _ clearance: Clearance) -> String? {
        guard correlator.isKnown(key, isExercise: isExercise, to: clearance) else { return nil }
        guard let label = label(of: key, for: reader) else { return key.mereName }
        if let born = key.born { return "\(label), born \(Zone.text(born))" }
        return label == key.value || key.scheme == .reference ? label : "\(label) (\(key.value))"
    }
}

extension LinkKey {
    /// The birth date that is part of a full name's key.
    fileprivate var born: CivilDay? {
        scheme == .nameAndBirth ? value.split(separator: "|").last.flatMap { CivilDay(String($0)) } : nil
    }

    /// The name, such as `Kas`, in a key that is made of a mere name in one agency's record.
    fileprivate var mereName: String? {
        guard scheme == .reference, value.contains("/~"), let name = value.split(separator: "/").last else {
            return nil
        }
        return name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }
}
