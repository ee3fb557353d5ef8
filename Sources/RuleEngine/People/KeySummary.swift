import SafeguardingModel

/// What can be seen of a shared person, place or thing without reading a fact: of most of them no rule has anything to say.
package struct KeySummary: Sendable {
    /// Whether it stands for a home or school from which absences are told.
    let isMeeting: Bool
    /// By how many keys it is recognised.
    let keys: Int
    /// Whether somebody calls it a person of concern: what a register gives to somebody is nobody else's.
    let isOfConcern: Bool
    /// How many facts name it; one may be counted twice.
    private(set) var facts = 0
    /// What is told of children, by the number of its kind.
    private(set) var kinds: UInt64 = 0
    private(set) var sectors: UInt64 = 0
    /// Different children: while they are few in a list, then in a set.
    private var few: [Int32] = []
    private var many: Set<Int32> = []

    private static let mostInList = 8

    package init(isMeeting: Bool, keys: Int, isOfConcern: Bool = false) {
        self.isMeeting = isMeeting
        self.keys = keys
        self.isOfConcern = isOfConcern
    }

    package var children: Int { many.isEmpty ? few.count : many.count }

    /// Takes a fact in; `child` is nil where it is about adults alone.
    package mutating func add(_ touch: KeyMention, child: Int32?, _ directory: AgencyRegister) {
        facts += 1
        sectors |= 1 << UInt64(directory.sectorNumbers[Int(touch.agency)])
        guard let child else { return }
        kinds |= 1 << UInt64(touch.kind.number)
        count(child)
    }

    private mutating func count(_ child: Int32) {
        if !many.isEmpty {
            many.insert(child)
        } else if !few.contains(child) {
            few.append(child)
            if few.count > KeySummary.mostInList { many = Set(few) }
        }
    }
}

extension Rule {
    /// Whether it may have anything to say, now or once time has passed.
    package func mayHold(_ glance: KeySummary, _ directory: AgencyRegister) -> Bool {
        branches.contains { $0.mayHold(glance, directory) }
            || variants.contains { $0.branches.contains { $0.mayHold(glance, directory) } }
    }
}

extension SharedPattern {
    func mayHold(_ glance: KeySummary, _ directory: AgencyRegister) -> Bool {
        guard !glance.isMeeting, glance.facts >= max(facts, children), glance.children >= children,
            glance.sectors.nonzeroBitCount >= sectors,
            glance.keys > 1 || glance.isOfConcern || glance.children <= mostSharing
        else { return false }
        if let of, !of.kinds.contains(where: { glance.kinds & (1 << UInt64($0.number)) != 0 }) { return false }
        guard let also else { return true }
        return directory.sectors.indices.contains {
            glance.sectors & (1 << UInt64($0)) != 0 && also.sectors.contains(directory.sectors[$0])
        }
    }
}

extension MissingTogetherPattern {
    func mayHold(_ glance: KeySummary, _ directory: AgencyRegister) -> Bool { glance.isMeeting && glance.children > 1 }
}
