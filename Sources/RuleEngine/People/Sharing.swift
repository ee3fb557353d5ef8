package import SafeguardingModel

/// What is known of the children whom one person, place or thing joins.
package struct Sharing: Sendable {
    /// Everything by which it is recognised.
    let keys: Set<LinkKey>
    /// Of every record that names it the number of its child.
    let children: [UInt32: Int32]
    /// Of every child a child of the same household; the least number stands for all.
    private var households: [Int32: Int32] = [:]
    /// The children at whose own address it is.
    private var atHome: Set<Int32> = []
    private var known: [Int32: Known] = [:]

    package init(
        keys: [LinkKey],
        children: [UInt32: Int32],
        chronologies: [(child: Int32, chronology: Chronology)],
        people: People
    ) {
        self.keys = Set(keys)
        self.children = children
        let isMeeting = keys.contains(where: \.isMeeting)
        for (child, chronology) in chronologies {
            if isMeeting { known[child] = Known(chronology.lines, count: chronology.count) }
            if chronology.addresses.contains(where: { address in keys.contains { address.isSame(as: $0) } }) {
                atHome.insert(child)
            }
        }
        households = Sharing.households(chronologies, people)
    }

    /// Children with an address in common are one household, unless it is a children's home's.
    private static func households(
        _ chronologies: [(child: Int32, chronology: Chronology)],
        _ people: People
    ) -> [Int32: Int32] {
        var households: [Int32: Int32] = [:]
        var holders: [HomeAddress: Int32] = [:]
        for (child, chronology) in chronologies.sorted(by: { $0.child < $1.child }) {
            for address in chronology.addresses {
                let root = Sharing.root(of: child, households)
                let other = Sharing.root(of: holders[address] ?? root, households)
                guard root == other || !people.isHome(address) else { continue }
                holders[address] = min(root, other)
                if root != other { households[max(root, other)] = min(root, other) }
            }
        }
        return households
    }

    private static func root(of child: Int32, _ households: [Int32: Int32]) -> Int32 {
        var root = child
        while let next = households[root], next != root { root = next }
        return root
    }

    func child(of line: Line) -> Int32? { line.record == .max ? nil : children[line.record] }
    func household(of child: Int32) -> Int32 { Sharing.root(of: child, households) }
    func isAtHome(_ child: Int32) -> Bool { atHome.contains(child) }
    func isKnown(_ child: Int32, before instant: Int64) -> Bool { known[child]?.isKnown(before: instant) ?? false }

    /// Whether a fact names it, and not only stands in the same home or school.
    func isNamed(in line: Line, exceptKinds kinds: [String]) -> Bool {
        line.links.contains { link in
            !kinds.contains(link.kind) && link.keys.contains { keys.contains($0) }
        }
    }

    var isPlace: Bool { keys.allSatisfy { $0.scheme == .uprn || $0.scheme == .premises } }
}

extension LinkKey {
    /// What stands for a home or a school where several children go missing from it.
    package static func meeting(at agency: AgencyName) -> LinkKey { LinkKey(.reference, "absences/\(agency)") }
    package var isMeeting: Bool { scheme == .reference && value.hasPrefix("absences/") }
}

extension Subject {
    /// Whom or what several children share: a place, or a person by the least of their keys that may be named.
    package init(shared keys: [LinkKey], nameable: Set<LinkKey>) {
        let named = keys.filter(nameable.contains)
        let all = (named.isEmpty ? keys : named).sorted()
        let person = all.first { $0.scheme != .uprn && $0.scheme != .premises && !$0.isMeeting }
        if let person { self = .person(person) } else { self = .place(all[0]) }
    }
}
