package import SafeguardingModel

/// The facts that might be missing: those that the rule asks for, from each agency, and repetitions of known ones.
struct MissingFacts {
    /// All candidates; for each, the agency that usually sends such facts comes first.
    private(set) var all: [MissingFact] = []
    /// One of each sort, few enough to try in pairs.
    private(set) var few: [MissingFact] = []

    private static let mostInPairs = 24

    init(
        _ rule: Rule,
        _ chronology: Chronology,
        _ rules: RuleSet,
        _ people: LinkRegistry,
        _ directory: AgencyRegister,
        _ at: Instant
    ) {
        let requirements = rule.requirements
        for requirement in requirements {
            for clause in requirement.clauses(rules) {
                let agencies = MissingFacts.senders(clause, directory, isOfAny: requirement.isOfAnyAgency)
                let facts = agencies.map { MissingFact(clause, $0, at, key: people.someoneOfConcern) }
                add(facts, few: requirement.isOfAnyAgency ? facts.count : 1)
            }
        }
        let kinds = Set(requirements.flatMap { $0.clauses(rules) }.map(\.kind))
        for line in chronology.facts.reversed() where kinds.contains(line.kind) && line.at <= at.milliseconds {
            add([MissingFact(again: line, directory.agencies[Int(line.agency)], at)], few: 1)
        }
        few = Array(few.prefix(MissingFacts.mostInPairs))
    }

    private mutating func add(_ facts: [MissingFact], few count: Int) {
        all += facts.filter { !all.contains($0) }
        few += facts.prefix(count).filter { !few.contains($0) }
    }

    /// Returns one agency of each sector, or all agencies where it matters which.
    private static func senders(_ clause: Selector.Clause, _ directory: AgencyRegister, isOfAny: Bool) -> [Agency] {
        var agencies: [Agency] = []
        for agency in directory.agencies where isOfAny || !agencies.contains(where: { $0.sector == agency.sector }) {
            if clause.toldBy.isEmpty || clause.toldBy.contains(agency.sector) { agencies.append(agency) }
        }
        let usual = clause.kind.usualSector
        return agencies.filter { $0.sector == usual } + agencies.filter { $0.sector != usual }
    }
}

extension MissingFact {
    /// Creates the fact that a clause of a rule asks for, as an agency might send it.
    init(_ clause: Selector.Clause, _ agency: Agency, _ at: Instant, key: LinkKey?) {
        kind = clause.kind
        sector = agency.sector
        self.agency = agency.name
        self.at = at
        fields = clause.fields.compactMap { condition in condition.values.first.map { Field(condition.field, $0) } }
        if kind == .missingReported, fields.value(.category) == nil { fields.append(Field(.category, "missing")) }
        let scheme = clause.mentions.first
        let named = scheme.map { LinkKey($0, "what-if") } ?? (clause.isContact ? key : nil)
        links = named.map { [Link(role: clause.with.first ?? .mentioned, keys: [$0], kind: "person")] } ?? []
    }

    static let references: [FieldName] = [.referral, .episode, .episodes, .request, .placement]

    /// Creates a repetition of a known fact under another reference.
    init(again line: ChronologyFact, _ agency: Agency, _ at: Instant) {
        kind = line.kind
        sector = agency.sector
        self.agency = agency.name
        self.at = at
        fields = line.fields.filter { !MissingFact.references.contains($0.name) }
        links = line.links
        repeats = Instant(milliseconds: line.at)
    }

    /// Returns the fact with a reference of its own, so that a second referral counts as another one. Facts at one
    /// moment have no first and second.
    package func referenced(_ number: Int, of count: Int) -> MissingFact {
        let reference: FieldName? =
            switch kind {
            case .referralMade: .referral
            case .missingReported, .missingFound: .episode
            case .placementStarted: .placement
            default: nil
            }
        var fact = self
        fact.at = at - Span(milliseconds: Int64(count - 1 - number))
        if let reference { fact.fields.insert(Field(reference, "what-if-\(number)"), at: 0) }
        return fact
    }

    package func source(_ number: Int, recorded: Instant) -> FactContent {
        FactContent(
            id: "what-if-\(number)",
            kind: kind,
            occurred: Occurrence(at),
            recorded: recorded,
            fields: fields,
            links: links,
            isRestricted: false
        )
    }
}

extension EventKind {
    /// The sector that usually sends such facts.
    fileprivate var usualSector: Sector {
        switch self {
        case .missingReported, .missingFound, .missingGraded, .arrestMade, .intelligenceRecorded: .police
        case .attendanceMarked, .educationOffRoll, .educationExcluded: .education
        case .healthAttended, .healthFlagged: .health
        case .homeNotified: .residential
        default: .socialCare
        }
    }
}

extension LinkRegistry {
    /// A key of a person of concern, for trying a contact with them.
    fileprivate var someoneOfConcern: LinkKey? {
        persons.elements.first { !$0.periods.isEmpty }.flatMap { $0.keys.first }.map(key)
    }
}
