package import SafeguardingModel

/// Where children live and whom a register lists where, by postcode; and which references are children's own records.
package struct Residents: Sendable {
    /// Of every postcode the records of children who live there.
    private var records: [String: [UInt32]] = [:]
    /// Of every postcode the register entries with an address there, by their positions.
    private(set) var listings: [String: [ChronologyFact]] = [:]
    /// Of every child's record the birth date that its agency tells, by the key that an agency's reference has.
    private var children: [LinkKey: CivilDay?] = [:]

    /// Takes in that the child of a record lives at a postcode.
    package mutating func add(_ record: UInt32, at postcode: String) {
        if !(records[postcode]?.contains(record) ?? false) { records[postcode, default: []].append(record) }
    }

    /// Whether a register lists anybody at a postcode.
    package func isListed(at postcode: String) -> Bool { listings[postcode] != nil }

    /// Takes in a record of a child, and when its agency says they were born.
    package mutating func add(child key: LinkKey, born: CivilDay?) { children[key] = .some(born) }

    /// Whether a key is an agency's own reference for somebody who is a child on a day.
    func isChild(_ key: LinkKey, on day: CivilDay) -> Bool {
        guard key.scheme == .reference, let born = children[key] else { return false }
        return born.map { $0.age(on: day) < 18 } ?? true
    }

    /// Returns the records of the children who live where the fact lists somebody.
    mutating func learn(_ line: ChronologyFact) -> [UInt32] {
        guard line.kind == .personListed else { return [] }
        let postcodes = Set(line.listedAddresses.map(\.postcode)).sorted()
        for postcode in postcodes { listings[postcode, default: []].append(line) }
        return records(livingAt: line)
    }

    /// The records of the children who live where an entry lists somebody.
    func records(livingAt listing: ChronologyFact) -> [UInt32] {
        guard listing.kind == .personListed else { return [] }
        return Set(listing.listedAddresses.map(\.postcode)).sorted().flatMap { records[$0] ?? [] }
    }

    mutating func forget(_ line: ChronologyFact) -> [UInt32] {
        guard line.kind == .personListed else { return [] }
        let postcodes = Set(line.listedAddresses.map(\.postcode)).sorted()
        for postcode in postcodes {
            listings[postcode]?.removeAll { $0.name == line.name }
            if listings[postcode]?.isEmpty ?? false { listings[postcode] = nil }
        }
        return records(livingAt: line)
    }
}

extension ChronologyFact {
    /// The addresses at which a register entry says that its person is: the places that it names, and the person's own.
    var listedAddresses: [HomeAddress] {
        links.filter { !$0.isPublicPlace }.flatMap { link in
            link.keys.compactMap(HomeAddress.init) + link.traits.compactMap(HomeAddress.init)
        }
    }
}

/// Where a record says that its child lives, since when, and under which family name.
package struct Residence: Hashable, Sendable {
    package let address: HomeAddress
    /// In small letters; empty where none is told.
    package let familyName: String
    /// When the first fact told of it, in milliseconds.
    package var since: Int64

    package init(_ address: HomeAddress, familyName: String, since: Int64) {
        self.address = address
        self.familyName = familyName
        self.since = since
    }

    /// Each once, since the first fact that told of it.
    package static func all(_ residences: some Sequence<Residence>) -> [Residence] {
        var all: [Residence] = []
        for one in residences {
            let known = all.firstIndex { $0.address == one.address && $0.familyName == one.familyName }
            if let known { all[known].since = min(all[known].since, one.since) } else { all.append(one) }
        }
        return all
    }
}

/// A postcode with what distinguishes a house there, as a record of the child gives it.
package struct HomeAddress: Hashable, Sendable {
    package let postcode: String
    /// Empty where it is not known: a postcode alone is fifteen houses.
    package let building: String

    /// Nil without a postcode.
    package init?(postcode: String, address: String) {
        self.postcode = HomeAddress.folded(postcode)
        self.building = HomeAddress.folded(address)
        guard !self.postcode.isEmpty else { return nil }
    }

    /// `L36 9YU|1 sample street`.
    init?(_ key: LinkKey) {
        guard key.scheme == .premises, let bar = key.value.firstIndex(of: "|") else { return nil }
        self.init(
            postcode: String(key.value[..<bar]),
            address: String(key.value[key.value.index(after: bar)...])
        )
    }

    init?(_ trait: PersonTrait) {
        guard case .address(let postcode, let house) = trait else { return nil }
        self.init(postcode: postcode, address: house)
    }

    /// Whether both are certainly one house: by the whole first line or by its number alone.
    func isSame(as other: HomeAddress) -> Bool {
        guard postcode == other.postcode, !building.isEmpty, !other.building.isEmpty else { return false }
        return building == other.building || HomeAddress.firstWord(building) == other.building
            || building == HomeAddress.firstWord(other.building)
    }

    /// Whether a premises key `L36 9YU|1` or `L36 9YU|1 sample street` is this house.
    package func isSame(as key: LinkKey) -> Bool { HomeAddress(key).map(isSame) ?? false }

    /// Whether a place of kind `home` may be taken for this one: nothing says that it is another house of the postcode.
    func isTaken(for link: Link) -> Bool {
        guard link.kind == "home" else { return false }
        let told = link.keys.compactMap(HomeAddress.init) + link.traits.compactMap(HomeAddress.init)
        return told.contains { $0.postcode == postcode }
            && told.allSatisfy { other in
                other.postcode == postcode && (building.isEmpty || other.building.isEmpty || isSame(as: other))
            }
    }

    private static func firstWord(_ text: String) -> Substring { text.prefix { $0 != " " && $0 != "," } }
    private static func folded(_ text: some StringProtocol) -> String {
        text.lowercased().split(separator: " ").joined(separator: " ")
    }
}
