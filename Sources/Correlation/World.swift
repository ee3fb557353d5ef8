import IdentityResolution
import RuleEngine
import SafeguardingModel

/// The people, places and things of one realm, and what several children share there.
struct World: Sendable {
    /// The keys that facts name and the persons of concern, shared with evaluations.
    var links = CopyOnWriteBox(LinkRegistry())
    /// The adults whom facts name, with what is known of them.
    var adults = AdultBook()
    /// The subjects of what children share, by the least key; only where there is a finding or a deadline.
    var shared: [KeyIndex: SubjectIndex] = [:]
    /// The keys whose shared findings the present entry may change.
    var changed: Set<KeyIndex> = []

    /// Notes a key whose shared findings may change, with all keys joined to it.
    mutating func markChanged(_ key: LinkKey) {
        guard let index = links.value.number(named: key) else { return }
        let component = links.value.component(of: index)
        // Most keys are named once, and have no finding.
        guard component.count > 1 || links.value.isNamedAgain(index) || shared[component[0]] != nil else { return }
        changed.formUnion(component)
    }

    /// Returns the components of all changed keys that an alert may have held together: in practice those of one fact.
    func components(around first: KeyIndex, _ changed: Set<KeyIndex>) -> [[KeyIndex]] {
        var components: [[KeyIndex]] = []
        var seen: Set<KeyIndex> = []
        for key in [first] + (shared.isEmpty ? [] : changed.sorted()) where !seen.contains(key) {
            let component = links.value.component(of: key)
            seen.formUnion(component)
            components.append(component)
        }
        return components
    }

    /// The components that at least two facts name, sorted.
    var sharedComponents: [[KeyIndex]] {
        links.value.keyIndices.compactMap { key in
            let component = links.value.component(of: key)
            return component[0] == key && isNamedTwice(component) ? component : nil
        }
    }

    /// Whether at least two facts name a component, and it is not shared by too many.
    func isNamedTwice(_ component: [KeyIndex]) -> Bool {
        if component.contains(where: { links.value.isEverybodys($0) && !links.value.isOfConcern($0) }) { return false }
        guard component.count > 1 else { return links.value.isNamedAgain(component[0]) }
        var first: Position?
        for key in component {
            for mention in links.value.mentions(ofNumber: key) {
                if let first, first != mention.position { return true }
                first = mention.position
            }
        }
        return false
    }

    /// Returns the subject of the component to which a shared finding belongs.
    func subject(of finding: Finding) -> SubjectIndex? {
        switch finding.subject {
        case .person(let key), .place(let key):
            links.value.number(named: key).flatMap { shared[links.value.component(of: $0)[0]] }
        case .child: nil
        }
    }

    /// Returns the shared subjects that these keys stand for.
    func subjects(named keys: [LinkKey]) -> [SubjectIndex] {
        guard !shared.isEmpty else { return [] }
        let components = keys.compactMap(links.value.number(named:)).flatMap(links.value.component(of:))
        return Set(components).sorted().compactMap { shared[$0] }
    }
}
