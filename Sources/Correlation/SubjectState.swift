import RuleEngine
import SafeguardingModel

/// Something that several children share, by the number of one of its keys, in the real world or in the exercises'.
struct SharedSubject: Hashable, Sendable {
    var key: Int32
    var isExercise: Bool
}

/// The state of judgement about one child, or about one person, place or thing that children share.
struct SubjectState: Sendable {
    var id: ChildID
    /// The shared subject; nil for a child. Its facts are in the children's own files.
    var shared: SharedSubject?
    var chronology = Chronology()
    var isExercise: Bool
    /// The number of records that make up the child.
    var records = 0
    /// The places of this child's alerts in the book, in order of raising.
    var alerts: [Int32] = []
    /// The times at which to evaluate again, in milliseconds, by the place of the rule; only if there is such a time.
    private(set) var wakes: [(rule: Int32, at: Int64)] = []

    init(_ id: ChildID, isExercise: Bool) {
        self.id = id
        self.isExercise = isExercise
    }

    init(_ shared: SharedSubject) {
        id = ChildID(rawValue: "")
        self.shared = shared
        isExercise = shared.isExercise
    }

    func wake(of rule: Int32) -> Int64? { wakes.first { $0.rule == rule }?.at }

    /// Sets or removes the time; returns whether a new time has to be scheduled.
    mutating func setWake(of rule: Int32, at: Int64?) -> Bool {
        let place = wakes.firstIndex { $0.rule == rule }
        switch (place, at) {
        case (nil, nil): return false
        case (let place?, nil):
            wakes.remove(at: place)
            return false
        case (let place?, let at?):
            guard wakes[place].at != at else { return false }
            wakes[place].at = at
            return true
        case (nil, let at?):
            wakes.append((rule, at))
            return true
        }
    }

    mutating func clearWakes() { wakes = [] }
}
