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

    /// Returns the length as a time in which things are counted: `a year`, `a week`, `90 days`.
    static func period(_ span: Span) -> String {
        span == .days(365) ? "a year" : span == .days(7) ? "a week" : length(span)
    }

    /// Returns how long ago or late something is: `17 hours`, `15 days`, `20 minutes`.
    static func about(_ milliseconds: Int64) -> String {
        let minutes = max(1, milliseconds / 60_000)
        if minutes >= 3 * 1_440 { return Wording.count(Int(minutes / 1_440), "day", "days") }
        return minutes >= 60
            ? Wording.count(Int(minutes / 60), "hour", "hours") : Wording.count(Int(minutes), "minute", "minutes")
    }

    /// Returns `third` for 3; `15th` for 15.
    static func ordinal(_ number: Int) -> String {
        let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
        if (1...words.count).contains(number) { return words[number - 1] }
        let ending = (11...13).contains(number % 100) ? "th" : [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
        return "\(number)\(ending)"
    }

    /// Returns the sector as people call it: `school`, `children's home`.
    static func sector(_ sector: Sector) -> String {
        switch sector {
        case .education: "school"
        case .residential: "children's home"
        default: sector.words
        }
    }

    static func sectors(_ sectors: [Sector]) -> String { Wording.list(ordered(sectors).map(sector)) }

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
        case .missingFound: ("return", "returns")
        case .nationalAlertRaised: ("national alert", "national alerts")
        case .nationalAlertCancelled: ("cancelled national alert", "cancelled national alerts")
        case .returnInterviewOffered: ("offer of a return home interview", "offers of return home interviews")
        case .returnInterviewRefused: ("declined return home interview", "declined return home interviews")
        case .returnInterviewCompleted: ("return home interview", "return home interviews")
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
        case .attendanceMarked: ("school attendance mark", "school attendance marks")
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
        default: ("report", "reports")
        }
    }
}

extension LinkKey.Scheme {
    /// The words for what is shared, without its value.
    var words: String {
        switch self {
        case .nameAndBirth: "a name and date of birth"
        case .handle: "an online name"
        case .phone: "a phone number"
        case .vehicle: "a vehicle"
        case .uprn, .premises: "an address"
        case .reference: "a reference"
        }
    }
}

extension LinkKey {
    /// What is shared, with its value where people can compare it: `Online name: h77`.
    var shown: String {
        switch scheme {
        case .handle: "Online name: \(value)"
        case .phone: "Phone: \(value.hasPrefix("44") && value.count == 12 ? Self.national(value) : value)"
        case .vehicle: "Vehicle: \(value)"
        case .nameAndBirth: "Same name and date of birth"
        case .premises: "Address: \(value.replacing("|", with: ", "))"
        case .uprn: "Same address (UPRN \(value))"
        case .reference: "Same reference"
        }
    }

    /// Returns `07700 900123` for `447700900123`.
    private static func national(_ digits: String) -> String {
        let own = "0\(digits.dropFirst(2))"
        return "\(own.prefix(5)) \(own.dropFirst(5))"
    }
}
