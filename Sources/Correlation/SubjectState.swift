import RuleEngine
import SafeguardingModel

/// The state of judgement about one child, or about one person, place or thing that children share.
struct SubjectState: Sendable {
    var id: ChildID
    /// A key of what children share; nil for a child. Its facts are in the children's own chronologies.
    let key: KeyIndex?
    let realm: Realm
    var chronology = Chronology()
    /// The number of records that make up the child.
    var records = 0
    /// This subject's alerts in the book, in order of raising.
    var alerts: [AlertIndex] = []
    /// The times at which to evaluate rules again, in milliseconds; only if there is such a time.
    private(set) var wakes: [(rule: RuleIndex, at: Int64)] = []

    init(_ id: ChildID, in realm: Realm) {
        self.id = id
        self.realm = realm
        key = nil
    }

    init(sharing key: KeyIndex, in realm: Realm) {
        id = ChildID(rawValue: "")
        self.realm = realm
        self.key = key
    }

    func wake(of rule: RuleIndex) -> Int64? { wakes.first { $0.rule == rule }?.at }

    /// Sets or removes the time; returns whether a new time has to be scheduled.
    mutating func setWake(of rule: RuleIndex, at: Int64?) -> Bool {
        let known = wakes.firstIndex { $0.rule == rule }
        switch (known, at) {
        case (nil, nil): return false
        case (let known?, nil):
            wakes.remove(at: known)
            return false
        case (let known?, let at?):
            guard wakes[known].at != at else { return false }
            wakes[known].at = at
            return true
        case (nil, let at?):
            wakes.append((rule, at))
            return true
        }
    }

    mutating func clearWakes() { wakes = [] }
}

extension SubjectIndex {
    /// No subject: a record that has no child yet, and what children share, which is no child.
    static let unassigned = SubjectIndex(-1)
}
