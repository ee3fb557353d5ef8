import SafeguardingModel

/// A set of sorts of facts: those that a chronology contains, or those of which a rule needs at least one.
///
/// Most rules cannot hold for most children. Comparing two sets shows that without reading the facts.
package struct FactKinds: Sendable {
    /// A bit mask of event kinds, by `EventKind.number`.
    private var kinds: UInt64 = 0
    private var marks = SelectorMask()
    private var flags: ChronologyFact.Flags = []

    init() {}

    init(_ facts: [ChronologyFact]) {
        for index in facts.indices { insert(facts[index]) }
    }

    init(_ kinds: EventKind...) {
        for kind in kinds { self.kinds |= 1 << UInt64(kind.number) }
    }

    init(_ selection: FactSelection) { marks.insert(selection.bit) }
    init(_ flags: ChronologyFact.Flags) { self.flags = flags }

    mutating func insert(_ line: borrowing ChronologyFact) {
        kinds |= 1 << UInt64(line.kind.number)
        marks.formUnion(line.marks)
        flags.formUnion(line.flags)
    }

    func union(_ other: FactKinds) -> FactKinds {
        var all = self
        all.kinds |= other.kinds
        all.marks.formUnion(other.marks)
        all.flags.formUnion(other.flags)
        return all
    }

    /// Whether the two have a sort of facts in common.
    func meets(_ other: FactKinds) -> Bool {
        kinds & other.kinds != 0 || marks.meets(other.marks) || !flags.isDisjoint(with: other.flags)
    }

    /// Any fact at all.
    static let anything: FactKinds = {
        var all = FactKinds()
        all.kinds = .max
        return all
    }()
    /// The sorts of facts that may make a child known to the CSE system.
    static let known = FactKinds([.makesKnown, .flagStarts])
    /// Any fact that names a person, place or thing that can be recognised elsewhere.
    static let linked = FactKinds(.linked)
    static let missing = FactKinds(.missingReported)
    static let found = FactKinds(.missingFound)
    static let placed = FactKinds(.placementStarted)
}
