import IdentityResolution
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Takes in the adults whom a fact names, and returns the fact with its links as people decided about them.
    mutating func learnAdults(_ name: FactID, _ told: Amendments.FactVersion, _ isExercise: Bool)
        -> Amendments.FactVersion
    {
        guard told.source.links.contains(where: \.mayBeAnAdult) else { return told }
        let world = isExercise ? 1 : 0
        let reference = told.record.map { records[Int($0)].key.subject } ?? told.source.id
        let day = rules.zone.day(of: told.source.occurred.earliest)
        adultsTouched += adults[world].learn(
            AdultFact(
                position: told.position,
                record: told.record,
                agency: directory.agencies[Int(told.agency)].name,
                reference: reference,
                year: day.parts.year,
                isRestricted: told.source.isRestricted,
                links: told.source.links
            )
        )
        guard adults[world].toldLinks(of: told.position) != nil else { return told }
        adultFactNames[told.position] = name
        var told = told
        told.source.links = adults[world].links(told.source.links, of: told.position)
        return told
    }

    /// Forgets a fact's adults when it is removed, and restores its links as they were sent.
    mutating func forgetAdults(_ line: inout ChronologyFact) {
        guard adultFactNames.removeValue(forKey: line.position) != nil else { return }
        for world in adults.indices {
            guard let links = adults[world].toldLinks(of: line.position) else { continue }
            line.links = links
            adultsTouched += adults[world].forget(line.position)
        }
    }

    /// Forgets a fact's adults when it is no longer judged, so that they are no longer compared.
    mutating func evictAdults(of line: ChronologyFact, _ isExercise: Bool) {
        guard adultFactNames.removeValue(forKey: line.position) != nil else { return }
        adultsTouched += adults[isExercise ? 1 : 0].forget(line.position)
    }

    /// Carries out a person's decision about adults, or its withdrawal.
    mutating func decideAboutAdults(_ kind: Decision.Kind) {
        switch kind {
        case .samePerson(_, let isExercise), .differentPeople(_, let isExercise):
            adultsTouched += adults[isExercise ? 1 : 0].decide(kind, at: position)
        default:
            for world in adults.indices { adultsTouched += adults[world].decide(kind, at: position) }
        }
        readAdultsAgain(because: "a person decided about adults (entry \(position))")
    }

    /// Reads the touched facts' adults again, and judges all subjects of the facts that changed.
    mutating func readAdultsAgain(because sentence: String) {
        guard !adultsTouched.isEmpty else { return }
        let touched = Set(adultsTouched).sorted()
        adultsTouched = []
        let changed = touched.compactMap { adultFactNames[$0] }.compactMap(readOtherwise)
        guard !changed.isEmpty else { return }
        let before = changed.flatMap { files(around: $0.name, $0.isExercise) }
        let kept = keepExplanations(of: Set(before).sorted())
        for fact in changed { replace(fact) }
        let concerned = Set(before + changed.flatMap { files(around: $0.name, $0.isExercise) })
        let others = othersTouched.map { childOfRecord[Int($0)] }
        othersTouched = []
        let cause = Cause.identity([sentence])
        for file in concerned.union(others).sorted() where files[Int(file)].shared == nil {
            judge([file], rules: rules.live, because: cause)
        }
        judgeShared(because: cause)
        releaseExplanations(kept)
    }

    private struct AdultReading {
        var name: FactID
        var links: [Link]
        var isExercise: Bool
    }

    /// Returns a fact's new links if they differ from those that it has.
    private func readOtherwise(_ name: FactID) -> AdultReading? {
        guard let line = line(named: name) else { return nil }
        for world in adults.indices {
            guard let told = adults[world].toldLinks(of: line.position) else { continue }
            let links = adults[world].links(told, of: line.position)
            return links == line.links ? nil : AdultReading(name: name, links: links, isExercise: world == 1)
        }
        return nil
    }

    private mutating func replace(_ fact: AdultReading) {
        guard let line = takeOut(fact.name) else { return }
        var source = FactContent(line)
        source.links = fact.links
        let told = Amendments.FactVersion(
            source: source,
            record: line.record == .max ? nil : line.record,
            agency: line.agency,
            position: line.position,
            received: Instant(milliseconds: line.received)
        )
        _ = put(fact.name, told, fact.isExercise)
    }
}

extension Correlator {
    /// The most pairs that are named with one alert; `refbus identity list --people` shows the rest.
    private static let mostTold = 5

    /// Returns sentences about adults of an alert who are possibly the same as others, until a person has decided. They
    /// contain no value, because restricted facts must not show.
    func possibleAdults(in finding: Finding, _ isExercise: Bool, for clearance: Clearance?) -> [String] {
        let pairs = possibleAdults(namedIn: finding.evidence, isExercise: isExercise, for: clearance)
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

    func child(ofRecord record: UInt32) -> Int32 { childOfRecord[Int(record)] }

    /// Returns all records of the child to whom a record belongs.
    func records(besides record: UInt32) -> [UInt32] {
        resolver.records(of: files[Int(childOfRecord[Int(record)])].id).compactMap { resolver.number(of: $0) }
    }
}
