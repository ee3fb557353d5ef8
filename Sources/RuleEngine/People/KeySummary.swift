package import SafeguardingModel

/// A summary of a shared person, place or thing, which shows without reading a fact that most are of no interest to a
/// rule.
package struct KeySummary: Sendable {
    /// Whether it stands for a home or school that reports absences.
    let isMeeting: Bool
    /// The number of keys by which it is recognised.
    let keys: Int
    /// Whether a fact calls it a person of concern: a key that a register gives to somebody is nobody else's.
    let isOfConcern: Bool
    /// The number of facts that name it; one may be counted twice.
    private(set) var facts = 0
    /// The kinds of its facts about children, as a bit mask by `EventKind.number`.
    private(set) var kinds: UInt64 = 0
    private(set) var sectors: UInt64 = 0
    /// The different children: in a list while they are few, then in a set.
    private var few: [SubjectIndex] = []
    private var many: Set<SubjectIndex> = []

    private static let mostInList = 8

    package init(isMeeting: Bool, keys: Int, isOfConcern: Bool = false) {
        self.isMeeting = isMeeting
        self.keys = keys
        self.isOfConcern = isOfConcern
    }

    package var children: Int { many.isEmpty ? few.count : many.count }

    /// Adds a fact; `child` is nil where it is about adults alone.
    package mutating func add(_ mention: KeyMention, child: SubjectIndex?, _ directory: AgencyRegister) {
        facts += 1
        sectors |= 1 << UInt64(directory.sectorNumbers[Int(mention.agency)])
        guard let child else { return }
        kinds |= 1 << UInt64(mention.kind.number)
        count(child)
    }

    private mutating func count(_ child: SubjectIndex) {
        if !many.isEmpty {
            many.insert(child)
        } else if !few.contains(child) {
            few.append(child)
            if few.count > KeySummary.mostInList { many = Set(few) }
        }
    }
}

extension Rule {
    /// Whether it may hold, now or once time has passed.
    package func mayHold(_ summary: KeySummary, _ directory: AgencyRegister) -> Bool {
        branches.contains { $0.mayHold(summary, directory) }
            || variants.contains { $0.branches.contains { $0.mayHold(summary, directory) } }
    }
}
