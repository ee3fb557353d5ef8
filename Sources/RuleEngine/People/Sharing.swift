package import SafeguardingModel

/// The children whom one person, place or thing joins.
package struct Sharing: Sendable {
    /// All keys by which it is recognised.
    let keys: Set<LinkKey>
    /// The child's number for each record that names it.
    let children: [RecordIndex: SubjectIndex]
    /// The household of each child, identified by the least number among its children.
    private let households: Households
    /// The children whose own address it is.
    private var atHome: Set<SubjectIndex> = []
    /// The relations to each child that facts tell.
    private var told: [SubjectIndex: Set<PersonRelation>] = [:]
    /// Whether a fact calls it a person of concern, which outweighs all other facts about them.
    let isOfConcern: Bool
    private var known: [SubjectIndex: KnownToTeam] = [:]

    /// - Parameter facts: all facts that name it.
    package init(
        keys: [LinkKey],
        children: [RecordIndex: SubjectIndex],
        chronologies: [(child: SubjectIndex, chronology: Chronology)],
        people: LinkRegistry,
        facts: [ChronologyFact]
    ) {
        let all = Set(keys)
        self.keys = all
        self.children = children
        isOfConcern = keys.contains { people.person(with: $0).map { !$0.person.periods.isEmpty } ?? false }
        households = Households(chronologies, people)
        let isMeeting = keys.contains(where: \.isMeeting)
        let named = facts.flatMap { line in
            line.links.filter { $0.keys.contains(where: all.contains) }.map { (child: children[line.record], link: $0) }
        }
        let isProfessionals = named.contains { $0.link.relation == .professional }
        for (child, chronology) in chronologies {
            if isMeeting { known[child] = KnownToTeam(chronology.facts, count: chronology.count) }
            if chronology.residences.contains(where: { $0.address.isOne(of: keys, named.lazy.map(\.link)) }) {
                atHome.insert(child)
            }
            let names = chronology.familyNames
            told[child] = named.lazy.filter { $0.child == child }.reduce(isProfessionals ? [.professional] : []) {
                $0.union($1.link.relations(familyNames: names))
            }
        }
    }

    func child(of line: ChronologyFact) -> SubjectIndex? { line.record == .nobody ? nil : children[line.record] }
    func household(of child: SubjectIndex) -> SubjectIndex { households.root(of: child) }
    func isAtHome(_ child: SubjectIndex) -> Bool { atHome.contains(child) }
    func told(of child: SubjectIndex) -> Set<PersonRelation> { told[child] ?? [] }
    func isKnown(_ child: SubjectIndex, before instant: Int64) -> Bool {
        known[child]?.isKnown(before: instant) ?? false
    }

    /// Whether a fact names it, instead of only coming from the same home or school.
    func isNamed(in line: ChronologyFact, exceptKinds kinds: [String]) -> Bool {
        line.links.contains { isNamed(by: $0, exceptKinds: kinds) }
    }

    /// Whether a link names it as other than a place that is open to anybody.
    func isNamed(by link: Link, exceptKinds kinds: [String]) -> Bool {
        link.keys.contains(where: keys.contains) && !link.isPublicPlace && !kinds.contains(link.kind)
    }

    var isPlace: Bool { keys.allSatisfy { $0.scheme == .uprn || $0.scheme == .premises } }
}

extension HomeAddress {
    /// Whether a place is this house: by a key, or as a home with this postcode that no key shows to be another.
    fileprivate func isOne(of keys: [LinkKey], _ links: some Sequence<Link>) -> Bool {
        if keys.contains(where: isSame(as:)) { return true }
        let homes = links.filter { $0.kind == "home" }
        return homes.contains(where: isTaken) && homes.allSatisfy { isTaken(for: $0) || !$0.hasAddress }
    }
}

extension Link {
    /// Whether it gives the address of a place.
    fileprivate var hasAddress: Bool { !addresses.isEmpty }
}

/// The children who live together: in one house, or under one family name at one postcode unless two houses are known.
/// A children's home does not count as a household.
struct Households: Sendable {
    /// For a child, another of the same household with a lesser number.
    private var lesser: [SubjectIndex: SubjectIndex] = [:]

    private struct Family: Hashable {
        var postcode: String
        var name: String
    }

    init(_ chronologies: [(child: SubjectIndex, chronology: Chronology)], _ people: LinkRegistry) {
        var houses: [HomeAddress: SubjectIndex] = [:]
        var families: [Family: [(building: String, child: SubjectIndex)]] = [:]
        for (child, chronology) in chronologies.sorted(by: { $0.child < $1.child }) {
            for residence in chronology.residences {
                let address = residence.address
                if !address.building.isEmpty { join(child, at: address, &houses, people) }
                if residence.familyName.isEmpty { continue }
                let family = Family(postcode: address.postcode, name: residence.familyName)
                families[family, default: []].append((address.building, child))
            }
        }
        // A child whose house is not known joins the family's first known house, and other children whose house is not
        // known.
        for members in families.values {
            let first = members.map(\.building).filter { !$0.isEmpty }.min() ?? ""
            for unknown in members where unknown.building.isEmpty {
                for other in members where other.building == first { join(unknown.child, other.child) }
            }
        }
    }

    private mutating func join(
        _ child: SubjectIndex,
        at address: HomeAddress,
        _ houses: inout [HomeAddress: SubjectIndex],
        _ people: LinkRegistry
    ) {
        let other = root(of: houses[address] ?? child)
        guard root(of: child) == other || !people.isHome(address) else { return }
        houses[address] = min(root(of: child), other)
        join(child, other)
    }

    private mutating func join(_ one: SubjectIndex, _ other: SubjectIndex) {
        let (left, right) = (root(of: one), root(of: other))
        if left != right { lesser[max(left, right)] = min(left, right) }
    }

    func root(of child: SubjectIndex) -> SubjectIndex {
        var root = child
        while let next = lesser[root], next != root { root = next }
        return root
    }
}

extension LinkKey {
    /// Returns the key of a home or a school from which several children go missing.
    package static func meeting(at agency: AgencyName) -> LinkKey { LinkKey(.reference, "absences/\(agency)") }
    package var isMeeting: Bool { scheme == .reference && value.hasPrefix("absences/") }
}

extension Subject {
    /// Creates the subject of what several children share: a place, or a person by the least key that may be named.
    package init(shared keys: [LinkKey], nameable: Set<LinkKey>) {
        let named = keys.filter(nameable.contains)
        let all = (named.isEmpty ? keys : named).sorted()
        let person = all.first { $0.scheme != .uprn && $0.scheme != .premises && !$0.isMeeting }
        if let person { self = .person(person) } else { self = .place(all[0]) }
    }
}
