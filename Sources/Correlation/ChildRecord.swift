import RuleEngine
import SafeguardingModel

/// An agency's record of a child, as far as judgement needs it.
struct ChildRecord: Sendable {
    let key: RecordKey
    /// The number of its agency.
    let agency: UInt16
    var born: CivilDay?
    var residences: [Residence] = []
    var familyNames: [String] = []
    /// The values sent last, and since when: most events repeat them.
    private var last = (postcode: "", address: "", familyName: "", since: Int64.max)
    private var isBoundless = false

    init(_ key: RecordKey, agency: UInt16) {
        self.key = key
        self.agency = agency
    }

    /// Takes over what judgement may use of a child's identity; returns whether that changed anything. If an agency has
    /// sent two birth dates, the later one counts: the younger child is protected sooner.
    mutating func learn(_ person: PersonRecord, at instant: Int64) -> Bool {
        var isChanged = false
        if let date = person.born, born.map({ date > $0 }) ?? true {
            born = date
            isChanged = true
        }
        let home = (person.postcode, person.address, person.familyName)
        if home == (last.postcode, last.address, last.familyName), instant >= last.since { return isChanged }
        last = (person.postcode, person.address, person.familyName, instant)
        let familyName = Relation.folded(familyName: person.familyName)
        if !familyName.isEmpty, !familyNames.contains(familyName) {
            familyNames.append(familyName)
            isChanged = true
        }
        guard let address = HomeAddress(postcode: person.postcode, address: person.address) else { return isChanged }
        return learn(Residence(address, familyName: familyName, since: instant)) || isChanged
    }

    /// Adds a residence; an address counts from the first fact that names it.
    private mutating func learn(_ residence: Residence) -> Bool {
        let known = residences.firstIndex { $0.address == residence.address && $0.familyName == residence.familyName }
        guard let known else { return add(residence) }
        guard residence.since < residences[known].since else { return false }
        residences[known].since = residence.since
        return true
    }

    /// Adds a residence. A record with more addresses than a child can have is of many children, and gives no
    /// residence.
    private mutating func add(_ residence: Residence) -> Bool {
        guard !isBoundless else { return false }
        residences.append(residence)
        isBoundless = residences.count > ChildRecord.mostAddresses
        if isBoundless { residences = [] }
        return true
    }

    private static let mostAddresses = 32
}
