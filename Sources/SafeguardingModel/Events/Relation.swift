/// A person's part in a child's life, read from the role that an agency gives, as far as judgement needs it.
///
/// Many words mean one part: a mother, a grandfather and an aunt are family. A word that is in no list is kept and
/// means nothing.
public enum Relation: String, Hashable, Sendable, Codable, CaseIterable {
    /// The agency has reason to worry about the person. Outweighs every other part.
    case ofConcern = "person-of-concern"
    /// A person whose work is near children. Holds for every child.
    case professional
    case family
    /// A foster carer, a guardian.
    case carer
    /// A friend. Says nothing of the age: a friend known to be of age is an adult like any other.
    case friend

    /// Reads the part that a role means, however it is spelled: `Foster Carer`, `foster_carer`.
    public init?(role: String) {
        guard !role.isEmpty else { return nil }
        let word = Words.folded(role)
        guard let relation = Relation.words[word] ?? Relation.words[Relation.plain(word)] else { return nil }
        self = relation
    }

    /// Returns a word without the parts that distinguish kinds of mother or brother.
    private static func plain(_ word: String) -> String {
        let prefixes = [
            "birth-", "step-", "step", "half-", "adoptive-", "great-", "maternal-", "paternal-", "older-", "younger-",
        ]
        var word = Substring(word)
        while let prefix = prefixes.first(where: { word.hasPrefix($0) }) { word = word.dropFirst(prefix.count) }
        return String(word)
    }

    private static let words: [String: Relation] = {
        var words: [String: Relation] = [:]
        for (relation, list) in lists { for word in list { words[word] = relation } }
        return words
    }()

    private static let lists: [(Relation, [String])] = [
        (
            .ofConcern,
            [
                "person-of-concern", "persons-of-concern", "poc", "of-concern", "concern", "offender", "suspect",
                "perpetrators", "perpetrator", "alleged-perpetrator",
                "suspected-perpetrator", "exploiter", "suspected-exploiter", "groomer", "abuser", "alleged-abuser",
                "sex-offender", "registered-sex-offender", "trafficker",
            ]
        ),
        (.family, close + ["family", "family-member", "relative", "relation", "kin"] + wider),
        (
            .carer,
            [
                "carer", "foster-carer", "foster-parent", "foster-mother", "foster-father", "foster-family",
                "kinship-carer", "connected-carer", "respite-carer", "guardian", "legal-guardian", "special-guardian",
                "adopter", "childminder",
            ]
        ),
        (
            .professional,
            [
                "professional", "worker", "staff", "staff-member", "social-worker", "family-support-worker",
                "support-worker", "keyworker", "key-worker", "residential-worker", "residential-care-worker",
                "care-worker", "outreach-worker", "youth-worker", "youth-offending-worker", "youth-justice-worker",
                "yot-worker", "personal-adviser", "probation-officer", "police", "police-officer", "officer", "pcso",
                "teacher", "head-teacher", "headteacher", "teaching-assistant", "tutor", "lecturer", "school-staff",
                "pastoral-lead", "designated-safeguarding-lead", "dsl", "nurse", "school-nurse", "midwife",
                "health-visitor", "doctor", "gp", "paramedic", "pharmacist", "dentist", "therapist", "counsellor",
                "psychologist", "psychiatrist", "camhs-worker", "advocate", "mentor", "independent-visitor", "iro",
                "independent-reviewing-officer", "solicitor", "interpreter",
            ]
        ),
        (.friend, ["friend", "peer", "classmate", "school-friend", "pupil", "student", "flatmate", "child"]),
    ]

    /// The words with which a relative's name may begin: `Mum`, `Nan Example`.
    private static let close = [
        "mother", "mum", "mummy", "mam", "father", "dad", "daddy", "parent", "parents", "grandparent", "grandparents",
        "grandmother", "grandma", "nan", "nana", "nanny", "gran", "granny", "grandfather", "grandad", "granddad",
        "grandpa", "sister", "brother", "sibling",
    ]
    private static let wider = ["aunt", "auntie", "aunty", "uncle", "cousin", "niece", "nephew"]
}

extension Relation {
    /// Returns whether a name is that of a relative: `mother`, `her nan`, or with the child's own family name `Aunt
    /// Example`.
    ///
    /// The word uncle or aunt alone does not count: children are told to call others that.
    public static func isKin(_ name: String, familyNames: [String]) -> Bool {
        var parts = Words.folded(name).split(separator: "-").map(String.init)
        if let first = parts.first, ["her", "his", "their", "birth", "step"].contains(first) { parts.removeFirst() }
        guard let first = parts.first, parts.count <= 3 else { return false }
        let rest = parts.dropFirst()
        let isOwnName = rest.last.map(familyNames.contains) ?? false
        if isOwnName { return close.contains(first) || wider.contains(first) }
        return close.contains(first) && rest.isEmpty
    }

    /// Returns a family name in the form in which names are compared.
    public static func folded(familyName: String) -> String { Words.folded(familyName) }
}

/// Places open to everybody: somebody's presence there says nothing by itself.
public enum PublicPlace {
    /// Returns whether a place's kind is one of them, however it is spelled: `Youth Club`, `youth_club`.
    public static func isKind(_ kind: String) -> Bool {
        switch kind {
        case "premises", "person", "home", "handle", "phone", "vehicle", "": false
        case "school": true
        default: kinds.contains(Words.folded(kind))
        }
    }

    /// Returns whether a building's name is that of a service for children or the sick: `Example Clinic`, `Sample Youth
    /// Club`.
    public static func isService(name: String) -> Bool {
        let words = Words.folded(name)
        return services.contains { words == $0 || words.hasSuffix("-\($0)") }
    }

    private static let services = [
        "clinic", "surgery", "hospital", "health-centre", "medical-centre", "walk-in-centre", "youth-club",
        "youth-centre", "school", "academy", "college", "childrens-centre", "family-centre", "family-hub",
    ]

    private static let kinds: Set<String> = [
        "school", "academy", "primary-school", "secondary-school", "special-school", "nursery", "college", "university",
        "pupil-referral-unit", "clinic", "sexual-health-clinic", "surgery", "gp", "gp-surgery", "gp-practice",
        "general-practice", "doctors-surgery", "medical-centre", "health-centre", "dentist", "dental-surgery",
        "pharmacy", "chemist", "hospital", "emergency-department", "a-and-e", "walk-in-centre", "youth-club",
        "youth-centre", "youth-hub", "community-centre", "childrens-centre", "family-centre", "family-hub", "library",
        "leisure-centre", "sports-centre", "sports-club", "swimming-pool", "park", "playground", "recreation-ground",
        "playing-field", "station", "railway-station", "train-station", "bus-station", "bus-stop", "tram-stop",
        "airport", "police-station", "fire-station", "court", "council-office", "council-offices", "civic-centre",
        "town-hall", "job-centre", "church", "mosque", "temple", "synagogue", "gurdwara", "place-of-worship", "museum",
        "public", "public-place",
    ]
}

private enum Words {
    /// Returns a text in small letters and digits, with hyphens between words.
    static func folded(_ text: String) -> String {
        let letters = text.lowercased().filter { $0 != "'" && $0 != "’" && $0 != "." }
        return letters.split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }
}

extension Link {
    /// Whether the agency itself calls the person one of concern.
    public var isOfConcern: Bool { role == .personOfConcern || relation == .ofConcern }

    /// Whether the place is open to everybody.
    public var isPublicPlace: Bool { PublicPlace.isKind(kind) }

    /// Returns whether the known age makes the person a child on a day; nil if no age is known.
    public func isChild(on day: CivilDay) -> Bool? {
        if let born { return born.age(on: day) < 18 }
        let ages = traits.compactMap { if case .age(let years) = $0 { years } else { nil } }
        return ages.max().map { $0 < 18 }
    }

    /// The birth date given for the person, of several the earliest: the older is the adult.
    public var born: CivilDay? {
        let told = traits.compactMap { if case .born(let day) = $0 { day } else { nil } }
        return (told + keys.compactMap(\.born)).min()
    }
}

extension LinkKey {
    /// The birth date in a name with one.
    public var born: CivilDay? {
        guard scheme == .nameAndBirth, let bar = value.lastIndex(of: "|") else { return nil }
        return CivilDay(String(value[value.index(after: bar)...]))
    }

    /// Makes the key of an agency's own reference for somebody of whom it keeps a record.
    public init(_ record: RecordKey) { self.init(.reference, "\(record.agency)/\(record.subject)") }
}
