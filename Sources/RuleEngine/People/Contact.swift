import SafeguardingModel

/// Why a key does not join a child and a person: shared by everybody, it says nothing about anybody.
enum Weightless: Sendable {
    case school
    case childrensHome
    case ownAddress
    case sharedByMany(Int)

    var words: String {
        switch self {
        case .school: "a school's address"
        case .childrensHome: "a children's home's own address"
        case .ownAddress: "the child's own address"
        case .sharedByMany(let count): "shared by \(count) children, as a professional's number is"
        }
    }
}

/// One fact that brings a child together with a person of concern.
struct Contact {
    /// When it was contact with a person of concern: at once, or when they were listed, or when it came to light that the
    /// phone or the online name is theirs.
    var from: Int64
    var line: Int
    var person: Person
    var spell: Person.Spell
    /// What first said that the key is the person's.
    var joined: Line
}

extension Look {
    /// Why a key of a link in a fact weighs nothing; nil where it counts.
    func weightless(_ key: LinkKey, of link: Link, at instant: Int64, sharedByMoreThan most: Int) -> Weightless? {
        if key.scheme == .uprn || key.scheme == .premises {
            if link.kind == "school" { return .school }
            if people.isHome(key) { return .childrensHome }
            if addresses.contains(where: { $0.isSame(as: key) }) { return .ownAddress }
        }
        let sharing = childrenSharing(key, by: instant)
        return sharing > most ? .sharedByMany(sharing) : nil
    }

    /// The contacts that the links of one line make, each person once.
    func contacts(
        at index: Int,
        roles: [Link.Role],
        registers: [String],
        lookBack: Int64,
        sharedByMoreThan most: Int
    ) -> [Contact] {
        var contacts: [Contact] = []
        let line = lines[index]
        for link in line.links where roles.contains(link.role) {
            for key in link.keys {
                guard let (person, number) = people.person(with: key),
                    !contacts.contains(where: { $0.person.name == person.name }),
                    let concern = person.concern(at: line.at, lookBack: lookBack, registers: registers, protects),
                    let joined = person.firstNaming(number)
                else { continue }
                let from = max(concern.from, joined.at)
                guard from - line.at <= max(lookBack, 0) || joined.at <= concern.from,
                    weightless(key, of: link, at: from, sharedByMoreThan: most) == nil
                else { continue }
                contacts.append(
                    Contact(from: from, line: index, person: person, spell: concern.spell, joined: joined)
                )
            }
        }
        return contacts
    }

    /// Whether an order protects this child: it names no child, or this one.
    func protects(_ spell: Person.Spell) -> Bool {
        let record = spell.line.record
        if record == .max { return true }
        return Int(record) < childOfRecord.count ? childOfRecord[Int(record)] == ownChild : Int32(record) == ownChild
    }
}
