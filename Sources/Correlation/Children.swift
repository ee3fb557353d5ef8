import RuleEngine
import SafeguardingModel

/// One agency's record of a child, as far as judgement needs it.
struct ChildRecord: Sendable {
    let key: RecordKey
    /// The number of its agency.
    let agency: UInt16
    var born: CivilDay?
    var residences: [Residence] = []
    var familyNames: [String] = []
    /// What was told last, and when: mostly it is told again.
    private var last = (postcode: "", address: "", familyName: "", since: Int64.max)
    private var isBoundless = false

    init(_ key: RecordKey, agency: UInt16) {
        self.key = key
        self.agency = agency
    }

    /// Takes over what judgement may use of a child's identity; returns whether that changed anything. Where an agency
    /// has told two birth dates, the later one counts: the younger child is protected sooner.
    mutating func learn(_ person: PersonRecord, at instant: Int64) -> Bool {
        var isChanged = false
        if let told = person.born, born.map({ told > $0 }) ?? true {
            born = told
            isChanged = true
        }
        let told = (person.postcode, person.address, person.familyName)
        if told == (last.postcode, last.address, last.familyName), instant >= last.since { return isChanged }
        last = (person.postcode, person.address, person.familyName, instant)
        let familyName = Relation.folded(familyName: person.familyName)
        if !familyName.isEmpty, !familyNames.contains(familyName) {
            familyNames.append(familyName)
            isChanged = true
        }
        guard let address = HomeAddress(postcode: person.postcode, address: person.address) else { return isChanged }
        return learn(Residence(address, familyName: familyName, since: instant)) || isChanged
    }

    /// An address counts from the first fact that tells of it.
    private mutating func learn(_ residence: Residence) -> Bool {
        let known = residences.firstIndex { $0.address == residence.address && $0.familyName == residence.familyName }
        guard let known else { return add(residence) }
        guard residence.since < residences[known].since else { return false }
        residences[known].since = residence.since
        return true
    }

    /// A record of more addresses than a child can have is of many children, and says of none where they live.
    private mutating func add(_ residence: Residence) -> Bool {
        guard !isBoundless else { return false }
        residences.append(residence)
        isBoundless = residences.count > ChildRecord.mostAddresses
        if isBoundless { residences = [] }
        return true
    }

    private static let mostAddresses = 32
}

/// What several children share, by the number of one of its keys in one of the two worlds.
struct SharedSubject: Hashable, Sendable {
    var key: Int32
    var isExercise: Bool
}

/// All that judgement holds of one child, or of one person, place or thing that children share.
struct SubjectState: Sendable {
    var id: ChildID
    /// Of what is shared; nil for a child. Its facts stand in the children's own files.
    var shared: SharedSubject?
    var chronology = Chronology()
    var isExercise: Bool
    /// How many records make up the child.
    var records = 0
    /// The places of this child's alerts in the book, in order of raising.
    var alerts: [Int32] = []
    /// When to look again, by the place of the rule; only where there is such a time.
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

    /// Returns whether that is another time than before.
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

/// A moment at which something may change by time alone.
struct Wake: Comparable, Sendable {
    enum Cause: Comparable, Sendable {
        case alert(Int32)
        case rule(child: Int32, rule: Int32)
        /// What an alert says by now is to be told.
        case telling(Int32)
    }

    var at: Int64
    var cause: Cause

    static func < (left: Wake, right: Wake) -> Bool { (left.at, left.cause) < (right.at, right.cause) }
}
