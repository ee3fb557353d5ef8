package import SafeguardingModel

/// The addresses of children and of people on registers, by postcode, and the references of children's own records.
package struct Residents: Sendable {
    /// The records of children who live, or are placed, at each postcode or property.
    private var records: [String: [RecordIndex]] = [:]
    /// The register entries with an address at each postcode or property, and the intelligence that gives an adult's home there.
    private(set) var listings: [String: [ChronologyFact]] = [:]
    /// The intelligence that gives the home of the adult with a key.
    private var homes: [LinkKey: [ChronologyFact]] = [:]
    /// The birth date in each child's record, by the key of the agency's reference.
    private var children: [LinkKey: CivilDay?] = [:]

    /// Adds a postcode at which the child of a record lives.
    package mutating func add(_ record: RecordIndex, at postcode: String) {
        if !(records[postcode]?.contains(record) ?? false) { records[postcode, default: []].append(record) }
    }

    /// Adds the addresses at which a placement begins.
    mutating func add(_ record: RecordIndex, placedBy line: ChronologyFact) {
        for address in line.placedAddresses { add(record, at: address.postcode) }
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

    /// Adds a fact. Returns the records of the children who live where it lists somebody, or where it says that
    /// somebody lives.
    mutating func learn(_ line: ChronologyFact) -> [RecordIndex] {
        for postcode in line.postcodesOfAdults { listings[postcode, default: []].append(line) }
        for key in Set(line.adultHomes.flatMap(\.keys)) { homes[key, default: []].append(line) }
        return records(livingAt: line)
    }

    /// Returns the records of the children who live where a fact lists somebody, or says that somebody lives.
    func records(livingAt line: ChronologyFact) -> [RecordIndex] {
        line.postcodesOfAdults.flatMap { records[$0] ?? [] }
    }

    /// Returns the records of the children who live where intelligence says that the adult with a key lives.
    func records(livingWith key: LinkKey) -> [RecordIndex] { (homes[key] ?? []).flatMap(records(livingAt:)) }

    mutating func forget(_ line: ChronologyFact) -> [RecordIndex] {
        for postcode in line.postcodesOfAdults { Residents.remove(line, from: &listings[postcode]) }
        for key in Set(line.adultHomes.flatMap(\.keys)) { Residents.remove(line, from: &homes[key]) }
        return records(livingAt: line)
    }

    private static func remove(_ line: ChronologyFact, from facts: inout [ChronologyFact]?) {
        facts?.removeAll { $0.name == line.name }
        if facts?.isEmpty ?? false { facts = nil }
    }
}

extension ChronologyFact {
    /// The addresses of a register entry: the places that it names, and the person's own.
    var listedAddresses: [HomeAddress] {
        links.filter { !$0.isPublicPlace }.flatMap(\.dwellings)
    }

    /// The addresses to which a placement takes the child.
    var placedAddresses: [HomeAddress] {
        guard kind == .placementStarted else { return [] }
        return links.filter { !$0.isPublicPlace && $0.kind != "person" }.flatMap(\.dwellings)
    }

    /// The homes that intelligence gives: the address of a person, and in intelligence about one adult and no child the
    /// places of kind `home`.
    var adultHomes: [(keys: [LinkKey], address: HomeAddress)] {
        guard kind == .intelligenceRecorded else { return [] }
        let adults = links.filter { $0.kind == "person" }
        let own = adults.flatMap { adult in adult.dwellings.map { (adult.keys, $0) } }
        guard record == .nobody, adults.count == 1 else { return own.filter { !$0.0.isEmpty } }
        let homes = links.filter { $0.kind == "home" }.flatMap(\.dwellings).map { (adults[0].keys, $0) }
        return (own + homes).filter { !$0.0.isEmpty }
    }

    fileprivate var postcodesOfAdults: [String] {
        switch kind {
        case .personListed: Set(listedAddresses.map(\.postcode)).sorted()
        case .intelligenceRecorded: Set(adultHomes.map(\.address.postcode)).sorted()
        default: []
        }
    }
}

extension Link {
    /// The addresses that it gives, with or without a house.
    var addresses: [HomeAddress] { keys.compactMap { HomeAddress($0) } + traits.compactMap(HomeAddress.init) }
    /// The same with the properties that it names by their reference numbers.
    var dwellings: [HomeAddress] { addresses + keys.compactMap { HomeAddress(property: $0) } }
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
        self.init(folded: postcode, Premises.house(address))
    }

    /// Creates an address of a house in the spelling of `Premises.house`, as events are read.
    private init?(folded postcode: String, _ house: String) {
        self.postcode = postcode.lowercased().split(separator: " ").joined(separator: " ")
        building = house.lowercased()
        guard !self.postcode.isEmpty else { return nil }
    }

    /// Reads `L36 9YU|1 sample street`.
    init?(_ key: LinkKey) {
        guard key.scheme == .premises, let bar = key.value.firstIndex(of: "|") else { return nil }
        self.init(folded: String(key.value[..<bar]), String(key.value[key.value.index(after: bar)...]))
    }

    /// Makes the address of a property that is named by its reference number, which stands for the postcode too.
    init?(property key: LinkKey) {
        guard key.scheme == .uprn else { return nil }
        self.init(folded: "uprn \(key.value)", key.value)
    }

    init?(_ trait: PersonTrait) {
        guard case .address(let postcode, let house) = trait else { return nil }
        self.init(folded: postcode, house)
    }

    /// Whether both are certainly one house: by all that is known, or by the number alone where no street is given.
    func isSame(as other: HomeAddress) -> Bool {
        guard postcode == other.postcode, !building.isEmpty, !other.building.isEmpty else { return false }
        return building == other.building || Premises.number(building) == other.building
            || building == Premises.number(other.building)
    }

    /// Whether a premises key `L36 9YU|1` or `L36 9YU|1 sample street` is this house.
    package func isSame(as key: LinkKey) -> Bool { HomeAddress(key).map(isSame) ?? false }

    /// Whether a place of kind `home` may be this house: no key shows that it is another house of the postcode.
    func isTaken(for link: Link) -> Bool {
        guard link.kind == "home" else { return false }
        let addresses = link.addresses
        return addresses.contains { $0.postcode == postcode }
            && addresses.allSatisfy { other in
                other.postcode == postcode && (building.isEmpty || other.building.isEmpty || isSame(as: other))
            }
    }
}
