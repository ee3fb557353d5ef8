/// The words for people's parts in a child's life, as agencies write them: one table.
enum RoleWords {
    /// The meaning of a word that is known.
    enum Meaning: Hashable {
        case relation(Relation)
        /// A word for somebody who is an adult like any other: a boyfriend, a neighbour, a friend of the family.
        case nobodyInParticular
    }

    /// Returns the meaning of a role; nil where a word of it is not known.
    ///
    /// Of several words, one of concern counts before all others; otherwise one that says nothing in particular leaves
    /// nothing, and the first counts.
    static func meaning(of role: String) -> Meaning? {
        if let meaning = one(Words.folded(role)) { return meaning }
        let parts = role.split { "/,;&+()".contains($0) }.map { one(Words.folded(String($0))) }
        if parts.contains(.relation(.ofConcern)) { return .relation(.ofConcern) }
        guard parts.count > 1, parts.allSatisfy({ $0 != nil }) else { return nil }
        return parts.contains(.nobodyInParticular) ? .nobodyInParticular : parts[0]
    }

    private static func one(_ word: String) -> Meaning? {
        if let relation = words[word] { return .relation(relation) }
        if nobodys.contains(word) || adults.contains(word) { return .nobodyInParticular }
        let kin = bare(word.hasSuffix("-in-law") ? String(word.dropLast(7)) : word, without: kinds)
        if words[kin] == .family || words[kin] == .carer { return words[kin].map(Meaning.relation) }
        return words[bare(word, without: posts)] == .professional ? .relation(.professional) : nil
    }

    private static func bare(_ word: String, without prefixes: [String]) -> String {
        var word = Substring(word)
        while let prefix = prefixes.first(where: { word.hasPrefix($0) }) { word = word.dropFirst(prefix.count) }
        return String(word)
    }

    /// Parts that distinguish kinds of mother or brother.
    private static let kinds = [
        "birth-", "step-", "step", "half-", "adoptive-", "great-", "maternal-", "paternal-", "older-", "younger-",
        "her-", "his-", "their-", "foster-",
    ]
    /// Parts that distinguish posts. `Family` comes only before a profession: a family friend is none.
    private static let posts = [
        "allocated-", "assistant-", "cahms-", "camhs-", "ce-", "childrens-", "class-", "community-", "cse-", "deputy-",
        "designated-", "duty-", "exploitation-", "family-", "football-", "form-", "her-", "his-", "hospital-", "lead-",
        "local-", "missing-", "named-", "pe-", "school-", "senior-", "sports-", "supply-", "swimming-", "the-",
        "their-",
        "ward-", "young-persons-",
    ]

    static let words: [String: Relation] = {
        var words: [String: Relation] = [:]
        for (relation, list) in lists { for word in list { words[word] = relation } }
        return words
    }()

    private static let lists: [(Relation, [String])] = [
        (.ofConcern, ofConcern), (.family, close + ["family", "family-member", "relative", "relation", "kin"] + wider),
        (.carer, carers), (.professional, professionals), (.friend, friends),
    ]

    private static let ofConcern = [
        "person-of-concern", "persons-of-concern", "poc", "of-concern", "concern", "nominal-of-concern",
        "subject-of-concern", "adult-of-concern", "male-of-concern", "female-of-concern", "associate-of-concern",
        "risky-adult", "risky-person", "risky-male", "risky-individual", "risky-associate", "adult-of-risk",
        "person-posing-a-risk", "person-posing-risk", "adult-posing-a-risk", "poses-a-risk", "posing-a-risk",
        "high-risk-adult", "high-risk-offender", "dangerous-person", "offender", "known-offender", "suspect",
        "suspected", "suspected-person", "perp", "perps", "perpetrator", "perpetrators", "alleged-perpetrator",
        "suspected-perpetrator", "alleged-perp", "alleged-offender", "suspected-offender", "exploiter",
        "suspected-exploiter", "alleged-exploiter", "groomer", "suspected-groomer", "alleged-groomer", "abuser",
        "suspected-abuser", "alleged-abuser", "sex-offender", "registered-sex-offender", "convicted-sex-offender",
        "rso", "cse-nominal", "cse-suspect", "cse-perpetrator", "trafficker", "suspected-trafficker",
        "alleged-trafficker", "recruiter", "pimp",
    ]

    private static let carers = [
        "carer", "foster-carer", "foster-parent", "foster-mother", "foster-father", "foster-family", "kinship-carer",
        "connected-carer", "respite-carer", "guardian", "legal-guardian", "special-guardian", "adopter", "childminder",
    ]

    private static let professionals = [
        "professional", "worker", "staff", "staff-member", "member-of-staff", "care-staff", "home-staff",
        "social-worker", "sw", "social-work-assistant", "support-worker", "keyworker", "key-worker",
        "residential-worker", "residential-care-worker", "residential-support-worker", "care-worker",
        "outreach-worker", "youth-worker", "youth-offending-worker", "youth-offending-officer",
        "youth-justice-worker", "yot-worker", "yos-worker", "cse-worker", "ce-worker", "exploitation-worker",
        "missing-worker", "missing-coordinator", "return-interviewer", "early-help-worker", "intervention-worker",
        "case-worker", "caseworker", "project-worker", "play-worker", "participation-worker", "drug-worker",
        "substance-misuse-worker", "education-welfare-officer", "attendance-officer", "ewo", "engagement-officer",
        "personal-adviser", "personal-advisor", "pa", "probation-officer", "police", "police-officer",
        "police-constable", "police-sergeant", "officer", "pc", "wpc", "dc", "ps", "sgt", "sergeant", "ds", "di",
        "dci", "constable", "detective", "detective-constable", "detective-sergeant", "detective-inspector",
        "inspector", "pcso", "teacher", "head-teacher", "headteacher", "head-of-year", "teaching-assistant", "tutor",
        "lecturer", "staff-at-school", "school-staff", "pastoral-lead", "pastoral-worker", "senco",
        "designated-safeguarding-lead", "safeguarding-lead", "dsl", "coach", "nurse", "midwife", "health-visitor",
        "doctor", "gp", "general-practitioner", "consultant", "paediatrician", "pediatrician", "gynaecologist",
        "paramedic", "ambulance-crew", "pharmacist", "dentist", "optician", "physiotherapist", "therapist",
        "counsellor", "psychologist", "psychotherapist", "psychiatrist", "camhs-worker", "advocate", "mentor",
        "independent-visitor", "independent-advocate", "idva", "isva", "iro", "independent-reviewing-officer",
        "team-manager", "home-manager", "registered-manager", "solicitor", "barrister", "interpreter",
        "appropriate-adult",
    ]

    private static let friends = [
        "friend", "friends", "best-friend", "close-friend", "peer", "classmate", "schoolmate", "school-friend",
        "pupil", "student", "flatmate", "child",
    ]

    /// Words that every agency uses and that leave an adult an adult like any other.
    private static let nobodys: Set<String> = [
        "older-friend", "online-friend", "boyfriend", "girlfriend", "older-boyfriend", "older-girlfriend",
        "ex-boyfriend", "ex-girlfriend", "partner", "ex-partner", "former", "ex", "acquaintance", "associate",
        "contact", "neighbour", "colleague", "member-of-public", "member-of-the-public", "public", "stranger",
        "unknown", "not-known", "unidentified", "other", "none", "male", "female", "unknown-male", "unknown-female",
        "victim", "witness", "informant", "nominal", "subject",
    ]
    /// Those of them that nobody under age is called.
    static let adults: Set<String> = [
        "family-friend", "friend-of-family", "friend-of-the-family", "friend-of-mother", "friend-of-father",
        "mothers-friend", "fathers-friend", "mums-friend", "dads-friend", "parents-friend", "carers-friend",
        "adult-friend", "mothers-partner", "mums-partner", "mums-boyfriend", "mothers-boyfriend", "fathers-partner",
        "dads-partner", "dads-girlfriend", "lodger", "landlord", "employer", "driver", "taxi-driver",
        "delivery-driver", "adult", "man", "woman", "adult-male", "adult-female", "unknown-adult",
        "unknown-adult-male", "unknown-adult-female", "unknown-man", "unknown-woman",
    ]
    /// The words in a description that make somebody an adult: `unknown adult male`.
    static let adultWords: Set<Substring> = [
        "adult", "adults", "man", "men", "woman", "women", "male", "males", "female", "females", "gentleman", "lady",
        "guy", "bloke",
    ]
    /// The words beside which these say nothing of the age: `young female`.
    static let youngWords: Set<Substring> = [
        "young", "younger", "youth", "juvenile", "teen", "teenage", "teenager", "boy", "girl", "child", "minor",
        "friend", "friends", "mate", "peer", "pupil", "student",
    ]

    /// The words with which a relative's name may begin: `Mum`, `Nan Example`.
    static let close = [
        "mother", "mum", "mummy", "mam", "father", "dad", "daddy", "parent", "parents", "grandparent", "grandparents",
        "grandmother", "grandma", "nan", "nana", "nanny", "gran", "granny", "grandfather", "grandad", "granddad",
        "grandpa", "sister", "brother", "sibling", "sis", "bro",
    ]
    static let wider = ["aunt", "auntie", "aunty", "uncle", "cousin", "niece", "nephew"]
    static let titles = ["mr", "mrs", "ms", "miss"]

    /// The single words that are a part and not a name where a name begins with them: `PC 1234 Smith`, not `Di Smith`.
    static let beforeNames: Set<String> = [
        "pc", "wpc", "dc", "sgt", "sergeant", "pcso", "constable", "detective", "inspector", "teacher", "headteacher",
        "nurse", "midwife", "paediatrician", "counsellor", "tutor", "keyworker", "paramedic", "friend", "classmate",
    ]
}

enum Words {
    /// Returns a text in small letters and digits, with hyphens between words.
    static func folded(_ text: String) -> String {
        let letters = text.lowercased().filter { $0 != "'" && $0 != "’" && $0 != "." }
        return letters.split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }
}
