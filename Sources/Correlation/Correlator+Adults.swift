import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Takes in the adults whom a fact names, and returns the fact with its links as people decided about them.
    mutating func learnAdults(_ name: FactID, _ version: Amendments.FactVersion, in realm: Realm)
        -> Amendments.FactVersion
    {
        guard version.source.links.contains(where: \.mayBeAnAdult) else { return version }
        let reference = version.record.map { records[$0].key.subject } ?? version.source.id
        let day = rules.zone.day(of: version.source.occurred.earliest)
        adultsChanged += worlds[realm.index].adults.learn(
            AdultFact(
                position: version.position,
                record: version.record.map { UInt32($0.number) },
                agency: directory.agencies[Int(version.agency)].name,
                reference: reference,
                year: day.parts.year,
                isRestricted: version.source.isRestricted,
                links: version.source.links
            )
        )
        guard worlds[realm.index].adults.originalLinks(of: version.position) != nil else { return version }
        adultFactNames[version.position] = name
        var version = version
        version.source.links = worlds[realm.index].adults.links(version.source.links, of: version.position)
        return version
    }

    /// Forgets a fact's adults when it is removed, and restores its links as they were sent.
    mutating func forgetAdults(_ line: inout ChronologyFact) {
        guard adultFactNames.removeValue(forKey: line.position) != nil else { return }
        for realm in Realm.allCases {
            guard let links = worlds[realm.index].adults.originalLinks(of: line.position) else { continue }
            line.links = links
            adultsChanged += worlds[realm.index].adults.forget(line.position)
        }
    }

    /// Forgets a fact's adults when it is no longer judged, so that they are no longer compared.
    mutating func evictAdults(of line: ChronologyFact, in realm: Realm) {
        guard adultFactNames.removeValue(forKey: line.position) != nil else { return }
        adultsChanged += worlds[realm.index].adults.forget(line.position)
    }

    /// Carries out a person's decision about adults, or its withdrawal.
    mutating func decideAboutAdults(_ kind: Decision.Kind) {
        switch kind {
        case .samePerson(_, let isExercise), .differentPeople(_, let isExercise):
            adultsChanged += worlds[Realm(isExercise: isExercise).index].adults.decide(kind, at: position)
        default:
            for realm in Realm.allCases { adultsChanged += worlds[realm.index].adults.decide(kind, at: position) }
        }
        readAdultsAgain(because: "a person decided about adults (entry \(position))")
    }

    /// Reads the touched facts' adults again, and judges all subjects of the facts that changed.
    mutating func readAdultsAgain(because sentence: String) {
        guard !adultsChanged.isEmpty else { return }
        let positions = Set(adultsChanged).sorted()
        adultsChanged = []
        let changed = positions.compactMap { adultFactNames[$0] }.compactMap(readOtherwise)
        guard !changed.isEmpty else { return }
        let before = changed.flatMap { subjects(around: $0.name, in: $0.realm) }
        keepingExplanations(of: Set(before).sorted()) {
            $0.replace(changed, about: before, because: .identity([sentence]))
        }
    }

    /// Replaces facts, and judges the subjects that they were and are about.
    private mutating func replace(_ changed: [AdultReading], about before: [SubjectIndex], because cause: Cause) {
        for fact in changed { replace(fact) }
        let concerned = Set(before + changed.flatMap { subjects(around: $0.name, in: $0.realm) })
        let others = othersChanged.map { childOfRecord[$0] }
        othersChanged = []
        for subject in concerned.union(others).sorted() where subjects[subject].key == nil {
            judge([subject], rules: rules.live, because: cause)
        }
        judgeShared(because: cause)
    }

    private struct AdultReading {
        var name: FactID
        var links: [Link]
        var realm: Realm
    }

    /// Returns a fact's new links if they differ from those that it has.
    private func readOtherwise(_ name: FactID) -> AdultReading? {
        guard let line = line(named: name) else { return nil }
        for realm in Realm.allCases {
            guard let version = worlds[realm.index].adults.originalLinks(of: line.position) else { continue }
            let links = worlds[realm.index].adults.links(version, of: line.position)
            return links == line.links ? nil : AdultReading(name: name, links: links, realm: realm)
        }
        return nil
    }

    private mutating func replace(_ fact: AdultReading) {
        guard let line = takeOut(fact.name) else { return }
        var source = FactContent(line)
        source.links = fact.links
        let version = Amendments.FactVersion(
            source: source,
            record: line.record == .nobody ? nil : line.record,
            agency: line.agency,
            position: line.position,
            received: Instant(milliseconds: line.received)
        )
        _ = put(fact.name, version, in: fact.realm)
    }
}

extension Correlator {
    /// The most pairs that are named with one alert; `refbus identity list --people` shows the rest.
    private static let mostTold = 5

    /// Returns sentences about adults of an alert who are possibly the same as others, until a person has decided. They
    /// contain no value, because restricted facts must not show.
    func possibleAdults(in finding: Finding, in realm: Realm, for clearance: Clearance?) -> [String] {
        let pairs = possibleAdults(namedIn: finding.evidence, isExercise: realm.isExercise, for: clearance)
        var sentences: [String] = []
        for pair in pairs {
            let ends = [0, 1].map { end in
                let who = pair.agencies[end].map { directory.title(of: $0) }.joined(separator: " and ")
                return "somebody of whom \(who) told\(pair.isNameable[end] ? "" : " in confidence")"
            }
            let sentence =
                "Possibly the same adult: \(ends[0]), and \(ends[1]); \(pair.why). A person is to say"
                + " (refbus identity list --people)."
            if !sentences.contains(sentence) { sentences.append(sentence) }
        }
        guard sentences.count > Correlator.mostTold else { return sentences }
        return sentences.prefix(Correlator.mostTold) + [
            "\(sentences.count - Correlator.mostTold) more are possibly the same adults."
        ]
    }

    /// Returns the number of the child to whom a record belongs, by the number that identity resolution gave the record.
    func child(ofRecord number: UInt32) -> Int32 { childOfRecord[RecordIndex(number)].number }

    /// Returns all records of the child to whom a record belongs.
    func records(besides number: UInt32) -> [UInt32] {
        resolver.records(of: subjects[childOfRecord[RecordIndex(number)]].id).compactMap { resolver.number(of: $0) }
    }
}
