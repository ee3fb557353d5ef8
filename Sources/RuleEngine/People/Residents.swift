package import SafeguardingModel

/// The addresses of children and of people on registers, by postcode, and the references of children's own records.
package struct Residents: Sendable {
    /// The records of children who live at each postcode.
    private var records: [String: [RecordIndex]] = [:]
    /// The register entries with an address at each postcode.
    private(set) var listings: [String: [ChronologyFact]] = [:]
    /// The birth date in each child's record, by the key of the agency's reference.
    private var children: [LinkKey: CivilDay?] = [:]

    /// Adds a postcode at which the child of a record lives.
    package mutating func add(_ record: RecordIndex, at postcode: String) {
        if !(records[postcode]?.contains(record) ?? false) { records[postcode, default: []].append(record) }
    }

    /// Whether a register lists anybody at a postcode.
    package func isListed(at postcode: String) -> Bool { listings[postcode] != nil }

    /// Adds a child's record, with the birth date that its agency gives.
    package mutating func add(child key: LinkKey, born: CivilDay?) { children[key] = .some(born) }

    /// Whether a key is an agency's own reference for somebody who is a child on a day.
    func isChild(_ key: LinkKey, on day: CivilDay) -> Bool {
        guard key.scheme == .reference, let born = children[key] else { return false }
        return born.map { $0.age(on: day) < 18 } ?? true
    }

    /// Adds a fact. Returns the records of the children who live where it lists somebody.
    mutating func learn(_ line: ChronologyFact) -> [RecordIndex] {
        guard line.kind == .personListed else { return [] }
        let postcodes = Set(line.listedAddresses.map(\.postcode)).sorted()
        for postcode in postcodes { listings[postcode, default: []].append(line) }
        return records(livingAt: line)
    }

    /// Returns the records of the children who live where an entry lists somebody.
    func records(livingAt listing: ChronologyFact) -> [RecordIndex] {
        guard listing.kind == .personListed else { return [] }
        return Set(listing.listedAddresses.map(\.postcode)).sorted().flatMap { records[$0] ?? [] }
    }

    mutating func forget(_ line: ChronologyFact) -> [RecordIndex] {
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
    /// The addresses of a register entry: the places that it names, and the person's own.
    var listedAddresses: [HomeAddress] {
        links.filter { !$0.isPublicPlace }.flatMap { link in
            link.keys.compactMap(HomeAddress.init) + link.traits.compactMap(HomeAddress.init)
        }
    }
}

/// An address in a child's record, with its start and the family name there.
package struct Residence: Hashable, Sendable {
    package let address: HomeAddress
    /// The family name in small letters; empty where none is given.
    package let familyName: String
    /// The instant of the first fact with this address, in milliseconds.
    package var since: Int64

    package init(_ address: HomeAddress, familyName: String, since: Int64) {
        self.address = address
        self.familyName = familyName
        self.since = since
    }

    /// Returns each address once, from the first fact that gave it.
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
    /// The house at the postcode; empty where it is not known, because a postcode alone is about fifteen houses.
    package let building: String

    /// Creates an address; nil without a postcode.
    package init?(postcode: String, address: String) {
        self.postcode = HomeAddress.folded(postcode)
        self.building = HomeAddress.folded(address)
        guard !self.postcode.isEmpty else { return nil }
    }

    /// Reads `L36 9YU|1 sample street`.
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

    /// Whether a place of kind `home` may be this house: no key shows that it is another house of the postcode.
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
