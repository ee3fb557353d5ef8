import SafeguardingModel

/// Everything told of one person by which their relation to a child is judged.
struct KnownPerson {
    /// The keys by which the bus recognises them; empty where nothing can be compared.
    var keys: [LinkKey] = []
    /// The times when they were of concern.
    var concerns: [Person.Period] = []
    /// The relations that agencies told in words.
    var told: Set<PersonRelation> = []
    /// The birth dates and ages told of them.
    var ages: [KeyAge] = []

    /// The time within which a later listing shows who it was.
    static let listedWithin = Span.days(365)
}

extension EvaluationContext {
    /// Returns who somebody is to the child at an instant: the first relation of the site's order that is true of them.
    mutating func relation(of person: KnownPerson, at instant: Int64) -> PersonRelation {
        var concerns: Set<PersonRelation> = person.concerns.isEmpty ? [] : [.formerly]
        for period in person.concerns where instant < period.until {
            guard period.from - instant <= KnownPerson.listedWithin.milliseconds, hasCome(max(instant, period.from))
            else { continue }
            concerns.insert(period.line.kind == .personListed ? .listed : .declared)
        }
        let ages = person.ages.map { $0.isChild(on: day(instant), toldOn: day($0.at)) }
        let isChild = ages.isEmpty ? isRecord(person, on: day(instant)) : !ages.contains(false)
        for line in rules.relations.lines {
            let isTrue =
                switch line.relation {
                case .listed, .declared, .formerly: concerns.contains(line.relation)
                case .professional, .family, .carer, .friend: person.told.contains(line.relation)
                case .adult: ages.contains(false) || !isChild && person.told.contains(.adult)
                case .child: isChild
                case .unknown: true
                }
            if isTrue { return line.relation }
        }
        return .unknown
    }

    /// Whether the bus knows them as a child by an agency's own reference.
    private func isRecord(_ person: KnownPerson, on day: CivilDay) -> Bool {
        person.keys.contains { people.residents.isChild($0, on: day) }
    }

    /// Returns everything told of the person with these keys, and by the links to them in facts about the child.
    ///
    /// What is told of them elsewhere and lies ahead counts from its own moment, and the rules are evaluated then.
    mutating func known(_ keys: Set<LinkKey>, in links: [(link: Link, line: ChronologyFact)]) -> KnownPerson {
        let isRecognised = !people.isEmpty
        for start in keys.flatMap({ people.person(with: $0)?.person.periods.map(\.from) ?? [] }) { _ = hasCome(start) }
        let persons = isRecognised ? self.persons(with: keys) : []
        var person = KnownPerson(keys: keys.sorted(), concerns: persons.flatMap(\.periods))
        let ages = keys.flatMap(people.ages(of:))
        person.ages = ages.filter { hasCome($0.at) }
        if keys.isEmpty { person.ages = links.compactMap { KeyAge($0.link, $0.line) } }
        for (link, _) in links { person.told.formUnion(link.relations(familyNames: familyNames)) }
        let mentions = keys.flatMap { people.mentions(of: $0).filter { $0.relation == .professional } }
        let isProfessional = mentions.count { hasCome($0.at) } > 0
        if isProfessional { person.told.insert(.professional) }
        return person
    }

    /// Returns the links by which facts about the child name the person with these keys.
    func links(to keys: Set<LinkKey>) -> [(link: Link, line: ChronologyFact)] {
        facts[..<count].lazy.filter { $0.flags.contains(.linked) }.flatMap { line in
            line.links.filter { $0.keys.contains(where: keys.contains) }.map { ($0, line) }
        }
    }

    /// Returns each person who was ever called of concern and has one of these keys, once.
    func persons(with keys: Set<LinkKey>) -> [Person] {
        var persons: [Person] = []
        for key in keys.sorted() {
            guard let person = people.person(with: key)?.person, person.periods.contains(where: { $0.from <= now })
            else { continue }
            if !persons.contains(where: { $0.name == person.name }) { persons.append(person) }
        }
        return persons
    }
}

extension Link {
    /// Returns the relations that the link itself tells, by the role or else by the name.
    func relations(familyNames: [String]) -> Set<PersonRelation> {
        var relations: Set<PersonRelation> = isSaidToBeAdult ? [.adult] : []
        if let relation { relations.insert(PersonRelation(relation)) }
        if isRelative(familyNames: familyNames), relation == nil { relations.insert(.family) }
        return relations
    }
}
