import SafeguardingModel

/// The reason why a key does not join a child and a person: it is shared by everybody.
enum DiscountedKey: Sendable {
    case publicPlace(String)
    case childrensHome
    case ownAddress
    case sharedByMany(Int)

    var words: String {
        switch self {
        case .publicPlace("school"): "a school's address"
        case .publicPlace(let kind): "a place where anybody may be (\(kind.withSpaces))"
        case .childrensHome: "a children's home's own address"
        case .ownAddress: "the child's own address"
        case .sharedByMany(let count): "shared by \(count) children, as a professional's number is"
        }
    }
}

/// One fact that brings a child together with a person of concern.
struct Contact {
    /// The instant from which it is contact with a person of concern, in milliseconds: at once, or when the person was
    /// listed, or when it came to light that the phone or online name is theirs.
    var from: Int64
    var line: Int
    var person: Person
    var period: Person.Period
    /// The facts that show, step by step, that the key is the person's.
    var joined: [ChronologyFact]

    /// Whether the first contact is earlier, or established by fewer or by earlier facts.
    static func isBefore(_ left: Contact, _ right: Contact) -> Bool {
        if left.from != right.from { return left.from < right.from }
        if left.joined.count != right.joined.count { return left.joined.count < right.joined.count }
        return left.joined.lexicographicallyPrecedes(right.joined, by: ChronologyFact.isBefore)
    }
}

extension EvaluationContext {
    /// Returns why a key of a link in a fact does not count; nil where it counts.
    func weightless(_ key: LinkKey, of link: Link, at instant: Int64, sharedByMoreThan most: Int) -> DiscountedKey? {
        let isPlace = key.scheme == .uprn || key.scheme == .premises
        if isPlace && link.isPublicPlace { return .publicPlace(link.kind) }
        return weightless(key, at: instant, sharedByMoreThan: most)
    }

    private func weightless(_ key: LinkKey, at instant: Int64, sharedByMoreThan most: Int) -> DiscountedKey? {
        if key.scheme == .uprn || key.scheme == .premises {
            if people.isHome(key) { return .childrensHome }
            if residences.contains(where: { $0.address.isSame(as: key) }) { return .ownAddress }
        }
        let sharing = childrenSharing(key, by: instant)
        return sharing > most && !isGivenToSomebody(key) ? .sharedByMany(sharing) : nil
    }

    /// Whether a register or the police give a key to a person of concern, in a fact that calls them so or in any other:
    /// then it counts, however many children's facts name it.
    func isGivenToSomebody(_ key: LinkKey) -> Bool {
        people.isGiven(key) { $0.kind == .personListed || sectorName(of: $0) == .police }
    }

    /// Returns the contacts from the links of one fact, each person once, as early and by as few facts as possible.
    func contacts(at index: Int, _ pattern: ContactPattern) -> [Contact] {
        var contacts: [Contact] = []
        for link in facts[index].links where pattern.roles.contains(link.role) {
            for way in link.keys.flatMap({ people.ways(from: $0, pattern.reach(around: facts[index])) }) {
                guard let contact = contact(way, of: link, at: index, pattern) else { continue }
                let same = contacts.firstIndex { $0.person.name == contact.person.name }
                if let same {
                    if Contact.isBefore(contact, contacts[same]) { contacts[same] = contact }
                } else {
                    contacts.append(contact)
                }
            }
            guard link.isOfConcern, pattern.orders.isEmpty else { continue }
            let contact = ownContact(with: link, at: index)
            if !contacts.contains(where: { $0.person.name == contact.person.name }) { contacts.append(contact) }
        }
        return contacts
    }

    /// Returns the contact where the fact itself calls somebody a person of concern, for which no key is needed.
    private func ownContact(with link: Link, at index: Int) -> Contact {
        let line = facts[index]
        let known = link.keys.lazy.compactMap { people.person(with: $0)?.person }.first
        let period = Person.Period(from: line.at, until: .max, register: "", line: line)
        return Contact(
            from: line.at,
            line: index,
            person: known ?? Person(named: link.label),
            period: period,
            joined: []
        )
    }

    /// Returns the contact along a path of keys. An order counts if it is in force at the contact; a plain listing may
    /// follow.
    private func contact(_ way: LinkPath, of link: Link, at index: Int, _ pattern: ContactPattern) -> Contact? {
        let at = facts[index].at
        let lookBack = pattern.orders.isEmpty ? pattern.within.milliseconds : 0
        let concern = way.person.concern(at: at, lookBack: lookBack, registers: pattern.orders, protects)
        guard let concern, way.at - at <= pattern.within.milliseconds else { return nil }
        let from = max(concern.from, way.at)
        for (place, number) in way.keys.enumerated() {
            let key = people.key(number)
            let why =
                place == 0
                ? weightless(key, of: link, at: from, sharedByMoreThan: pattern.mostSharing)
                : weightless(key, at: from, sharedByMoreThan: pattern.mostSharing)
            if why != nil { return nil }
        }
        return Contact(from: from, line: index, person: way.person, period: concern.period, joined: way.facts)
    }

    /// Whether an order protects this child: it names no child, or this one.
    func protects(_ period: Person.Period) -> Bool { period.line.record == .nobody || isOwn(period.line.record) }
}
