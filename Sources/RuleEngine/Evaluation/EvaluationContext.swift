package import SafeguardingModel

/// The input of a rule for one subject at one time: the facts that have happened by now, and values derived from them,
/// cached.
package struct EvaluationContext {
    let facts: [ChronologyFact]
    /// The number of facts that have happened; those after them lie in the future.
    let count: Int
    let now: Int64
    let born: CivilDay?
    let residences: [Residence]
    let familyNames: [String]
    let linkedFacts: Int
    let traits: FactKinds
    private let heldPeople: CopyOnWriteBox<LinkRegistry>
    let heldDirectory: CopyOnWriteBox<AgencyRegister>
    /// All rules, with their calendar and zone, for rules that refer to the findings of others.
    let rules: RuleSet
    let subject: Subject
    /// The instant at which the child turns eighteen, in milliseconds: after it no fact counts and nothing falls due.
    let adulthood: Int64
    /// Each record's child; empty where each record is a child of its own.
    let childOfRecord: Table<TableRow.Record, SubjectIndex>
    /// The child that is evaluated.
    let ownChild: SubjectIndex
    /// The children who share something, where the subject is shared; otherwise nil.
    let sharing: Sharing?
    /// The earliest instant after now at which time alone may change an answer, in milliseconds.
    private(set) var nextWake: Int64 = .max
    private var foundAbsences: Absences?
    private var foundKnown: KnownToTeam?
    private var foundPlacements: Placements?
    private var foundStatuses: Statuses?
    private var foundSocialCareStatuses: [Int]?
    private let firstMentions = FirstMentions()
    /// The indices of chosen facts, by the number of the selector's bit.
    private var foundIndices: [Int: [Int]] = [:]
    private var foundCandidates: [(rule: String, candidates: [CandidateFinding], wake: Int64)] = []

    /// Reads a borrowed chronology: only the parts that it keeps are copied.
    package init(
        _ chronology: borrowing Chronology,
        subject: Subject,
        people: CopyOnWriteBox<LinkRegistry>,
        directory: CopyOnWriteBox<AgencyRegister>,
        rules: RuleSet,
        now: Instant,
        childOfRecord: Table<TableRow.Record, SubjectIndex> = Table(),
        ownChild: SubjectIndex = SubjectIndex(0),
        sharing: Sharing? = nil
    ) {
        facts = chronology.facts
        born = chronology.born
        residences = chronology.residences
        familyNames = chronology.familyNames
        linkedFacts = chronology.linkedFacts
        traits = chronology.traits
        adulthood = chronology.adulthood(rules.zone)
        self.now = min(now.milliseconds, adulthood - 1)
        count = chronology.count(by: self.now)
        self.rules = rules
        heldPeople = people
        heldDirectory = directory
        self.subject = subject
        self.childOfRecord = childOfRecord
        self.ownChild = ownChild
        self.sharing = sharing
        beginRule()
    }

    var people: LinkRegistry { _read { yield heldPeople.value } }
    var directory: AgencyRegister { _read { yield heldDirectory.value } }
    var calendar: WorkingCalendar { rules.calendar }
    var zone: Zone { rules.zone }

    var absences: Absences {
        mutating get {
            if let foundAbsences { return foundAbsences }
            let made = Absences(facts, count: count)
            foundAbsences = made
            return made
        }
    }

    var known: KnownToTeam {
        mutating get {
            if let foundKnown { return foundKnown }
            let made = KnownToTeam(facts, count: count)
            foundKnown = made
            return made
        }
    }

    var placements: Placements {
        mutating get {
            if let foundPlacements { return foundPlacements }
            let made = Placements(facts, count: count)
            foundPlacements = made
            return made
        }
    }

    var statuses: Statuses {
        mutating get {
            if let foundStatuses { return foundStatuses }
            let made = Statuses(facts, count: count)
            foundStatuses = made
            return made
        }
    }

    /// The indices of the `status.started` facts that social care sent.
    var socialCareStatuses: [Int] {
        mutating get {
            if let foundSocialCareStatuses { return foundSocialCareStatuses }
            let made = (0..<count).filter {
                facts[$0].kind == .statusStarted && directory.sector(ofAgency: facts[$0].agency) == .socialCare
            }
            foundSocialCareStatuses = made
            return made
        }
    }

    /// Returns the indices of the chosen facts, cached because conditions ask for them at each moment.
    mutating func indices(of selection: FactSelection) -> [Int] {
        if let known = foundIndices[selection.bit.number] { return known }
        let made = selection.indices(self)
        foundIndices[selection.bit.number] = made
        return made
    }

    /// Whether a moment has come; if not, it is noted as a time at which the rules are evaluated again.
    mutating func hasCome(_ instant: Int64) -> Bool {
        if instant <= now { return true }
        if instant < adulthood { nextWake = min(nextWake, instant) }
        return false
    }

    /// Forgets the times that another rule noted for evaluation.
    mutating func beginRule() {
        nextWake = count < facts.count && facts[count].at < adulthood ? facts[count].at : .max
    }

    /// Returns the findings of another rule for the same facts, cached.
    mutating func candidates(ofRule name: String) -> [CandidateFinding] {
        if let known = foundCandidates.first(where: { $0.rule == name }) {
            nextWake = min(nextWake, known.wake)
            return known.candidates
        }
        guard let rule = rules.rule(named: name), rule.status != .retired, rule.mayHold(traits) else { return [] }
        let own = nextWake
        beginRule()
        let candidates = rule.candidates(&self)
        foundCandidates.append((name, candidates, nextWake))
        nextWake = min(nextWake, own)
        return candidates
    }

    func sector(of line: borrowing ChronologyFact) -> UInt64 { 1 << UInt64(directory.sectorNumbers[Int(line.agency)]) }

    func sectorName(of line: borrowing ChronologyFact) -> Sector {
        directory.sector(ofAgency: line.agency)
    }

    func day(_ instant: Int64) -> CivilDay { zone.day(of: Instant(milliseconds: instant)) }

    func age(at instant: Int64) -> Int? { born.map { $0.age(on: day(instant)) } }

    /// Returns the number of children in whose facts a key stood by an instant.
    func childrenSharing(_ key: LinkKey, by instant: Int64) -> Int {
        let mentions = people.mentions(of: key)
        guard mentions.count > 1 else { return mentions.count }
        guard mentions.count > 16 else { return firstTimes(mentions).count { $0 <= instant } }
        if let known = firstMentions.times[key] { return known.partitioningIndex { $0 > instant } }
        let times = firstTimes(mentions)
        firstMentions.times[key] = times
        return times.partitioningIndex { $0 > instant }
    }

    /// Returns the first time of the key for each child, in order.
    private func firstTimes(_ mentions: [KeyMention]) -> [Int64] {
        var children: Set<SubjectIndex> = []
        var times: [Int64] = []
        for mention in mentions where mention.record != .nobody && children.insert(child(of: mention.record)).inserted {
            times.append(mention.at)
        }
        return times
    }

    func child(of record: RecordIndex) -> SubjectIndex {
        let isListed = (0..<Int32(childOfRecord.count)).contains(record.number)
        return isListed ? childOfRecord[record] : SubjectIndex(record.number)
    }

    /// Whether a record is one of the child looked at.
    func isOwn(_ record: RecordIndex) -> Bool { child(of: record) == ownChild }

    /// The first times of keys that very many facts name, cached for one evaluation.
    private final class FirstMentions {
        var times: [LinkKey: [Int64]] = [:]
    }
}
