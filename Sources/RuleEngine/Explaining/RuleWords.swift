import SafeguardingModel

/// Words for lengths of time and sectors in sentences.
enum RuleWords {
    /// Returns `72 hours`, `90 days`, `8 hours`, `150 minutes`.
    static func length(_ span: Span) -> String {
        let minutes = span.milliseconds / 60_000
        if minutes % 1_440 == 0, minutes > 4 * 1_440 { return Wording.count(Int(minutes / 1_440), "day", "days") }
        if minutes % 60 == 0 { return Wording.count(Int(minutes / 60), "hour", "hours") }
        return Wording.count(Int(minutes), "minute", "minutes")
    }

    static func sectors(_ sectors: [Sector]) -> String { Wording.list(ordered(sectors).map(\.words)) }

    /// Returns the sectors with the five core ones first, as screens list them.
    static func ordered(_ sectors: [Sector]) -> [Sector] {
        Sector.core.filter(sectors.contains) + sectors.filter { !Sector.core.contains($0) }
    }
}

extension EventKind {
    /// The noun for one fact of this kind and for many, where facts are counted.
    var noun: (one: String, many: String) {
        switch self {
        case .missingReported: ("missing report", "missing reports")
        case .missingGraded: ("grading", "gradings")
        case .missingFound: ("finding", "findings")
        case .nationalAlertRaised: ("national alert", "national alerts")
        case .nationalAlertCancelled: ("cancelled national alert", "cancelled national alerts")
        case .returnInterviewOffered: ("offered return interview", "offered return interviews")
        case .returnInterviewRefused: ("declined return interview", "declined return interviews")
        case .returnInterviewCompleted: ("return interview", "return interviews")
        case .referralMade: ("referral", "referrals")
        case .referralDecided: ("decision on a referral", "decisions on referrals")
        case .referralAnswered: ("answer to a referrer", "answers to referrers")
        case .concernObserved: ("concern", "concerns")
        case .disclosureMade: ("disclosure", "disclosures")
        case .disclosureWithdrawn: ("withdrawn disclosure", "withdrawn disclosures")
        case .strategyRequested: ("requested strategy discussion", "requested strategy discussions")
        case .strategyHeld: ("strategy discussion", "strategy discussions")
        case .panelListed: ("panel listing", "panel listings")
        case .panelRemoved: ("removal from a panel", "removals from panels")
        case .statusStarted: ("status", "statuses")
        case .statusEnded: ("ended status", "ended statuses")
        default: laterNoun
        }
    }

    private var laterNoun: (one: String, many: String) {
        switch self {
        case .placementStarted: ("placement", "placements")
        case .placementEnded: ("ended placement", "ended placements")
        case .placementNotified: ("notice of a placement", "notices of placements")
        case .homeNotified: ("notice by a children's home", "notices by children's homes")
        case .attendanceMarked: ("attendance mark", "attendance marks")
        case .educationExcluded: ("exclusion", "exclusions")
        case .educationOffRoll: ("removal from a school roll", "removals from school rolls")
        case .healthAttended: ("attendance at a health service", "attendances at health services")
        case .healthFlagged: ("health flag", "health flags")
        case .intelligenceRecorded: ("piece of intelligence", "pieces of intelligence")
        case .personListed: ("register entry", "register entries")
        case .personUnlisted: ("removal from a register", "removals from registers")
        case .arrestMade: ("arrest", "arrests")
        case .nrmReferred:
            ("referral to the National Referral Mechanism", "referrals to the National Referral Mechanism")
        case .requestMade: ("request", "requests")
        case .requestAcknowledged: ("acknowledged request", "acknowledged requests")
        default: ("fact", "facts")
        }
    }
}

extension LinkKey.Scheme {
    /// The words for what is shared, without its value.
    var words: String {
        switch self {
        case .nameAndBirth: "a name with its birth date"
        case .handle: "an online name"
        case .phone: "a phone number"
        case .vehicle: "a vehicle"
        case .uprn, .premises: "an address"
        case .reference: "a reference"
        }
    }
}
