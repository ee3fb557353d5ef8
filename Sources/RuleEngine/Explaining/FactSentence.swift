package import SafeguardingModel

/// One fact in plain words, without the child's name and without its time: `Sample Police reported the child missing`.
///
/// A restricted fact shows only which agency holds it. Names of other people are left out: one of them may be a child.
package enum FactSentence {
    package static func text(for fact: Fact, in directory: AgencyRegister) -> String {
        let agency = fact.title(in: directory)
        if fact.isRestricted { return "Restricted information held by \(agency); ask \(agency)" }
        return "\(agency) \(verb(fact))"
    }

    private static func verb(_ fact: Fact) -> String {
        switch fact.kind {
        case .missingReported, .missingGraded, .missingFound, .nationalAlertRaised, .nationalAlertCancelled,
            .returnInterviewOffered, .returnInterviewRefused, .returnInterviewCompleted:
            missing(fact)
        case .referralMade, .referralDecided, .referralAnswered, .concernObserved, .disclosureMade,
            .disclosureWithdrawn,
            .strategyRequested, .strategyHeld, .panelListed, .panelRemoved:
            concern(fact)
        case .statusStarted, .statusEnded, .placementStarted, .placementEnded, .placementNotified, .homeNotified:
            care(fact)
        default: service(fact)
        }
    }

    private static func missing(_ fact: Fact) -> String {
        switch fact.kind {
        case .missingReported:
            let from = fact.value(.missingFrom).map { " from \($0.withSpaces)" } ?? ""
            let grade = fact.value(.grade).map { ", graded \($0)" } ?? ""
            let isAway = fact.value(.category) == "away"
            return isAway
                ? "reported the child away\(from), whereabouts known" : "reported the child missing\(from)\(grade)"
        case .missingGraded: return "graded the missing episode \(fact.value(.grade) ?? "")"
        case .missingFound: return found(fact)
        case .nationalAlertRaised: return "raised a national alert"
        case .nationalAlertCancelled: return "cancelled the national alert"
        case .returnInterviewOffered: return "offered a return interview"
        case .returnInterviewRefused: return "recorded that the return interview was declined"
        default: return "completed the return interview"
        }
    }

    private static func found(_ fact: Fact) -> String {
        let people = fact.links.count { $0.role == .foundWith }
        let isAtPlace = fact.links.contains { $0.role == .foundPlace }
        let with = people == 0 ? "" : " with \(Wording.count(people, "other person", "other people"))"
        let harm = fact.value(.harm) == nil ? "" : ", and recorded harm"
        return "reported the child found\(with)\(isAtPlace ? " at an address" : "")\(harm)"
    }

    private static func concern(_ fact: Fact) -> String {
        let referral = fact.value(.referral).map { " \($0)" } ?? ""
        switch fact.kind {
        case .referralMade:
            let form = fact.value(.form).map { " (\($0))" } ?? ""
            let by = fact.value(.referrer).map { $0 == "professional" ? "" : ", on the word of a \($0)" } ?? ""
            return "made the referral\(referral)\(form)\(by)"
        case .referralDecided:
            let outcome = fact.value(.outcome).map { ", outcome \($0.withSpaces)" } ?? ""
            let rationale = fact.value(.rationale).map { ", because: \($0)" } ?? ""
            return "decided the referral\(referral): band \(fact.value(.band) ?? "not told")\(outcome)\(rationale)"
        case .referralAnswered: return "answered the referral\(referral)"
        case .concernObserved: return observed(fact)
        case .disclosureMade: return "recorded a disclosure"
        case .disclosureWithdrawn: return "recorded that a disclosure was taken back (which lowers nothing)"
        case .strategyRequested: return "asked for a strategy discussion"
        case .strategyHeld: return "recorded a strategy discussion"
        case .panelListed: return "listed the child for the panel \(fact.value(.panel) ?? "")"
        default: return "took the child off the panel \(fact.value(.panel) ?? "")"
        }
    }

    private static func observed(_ fact: Fact) -> String {
        let signs = fact.values(.indicators).map(\.withSpaces)
        let what = signs.isEmpty ? "" : ": \(Wording.list(signs))"
        let by = fact.value(.observedBy).map { $0 == "professional" ? "" : ", observed by a \($0.withSpaces)" } ?? ""
        let keys = Set(fact.links.flatMap(\.keys).map(\.scheme.words)).sorted()
        let names = keys.isEmpty ? "" : "; it names \(Wording.list(keys))"
        return "recorded a concern\(what)\(by)\(names)"
    }

    private static func care(_ fact: Fact) -> String {
        let status = (fact.value(.status) ?? "").withSpaces
        let host = fact.value(.hostAuthority)
        let isOutOfArea = host != nil && host != fact.value(.responsibleAuthority)
        switch fact.kind {
        case .statusStarted: return "recorded the beginning of the status \(status)"
        case .statusEnded: return "recorded the end of the status \(status)"
        case .placementStarted:
            return isOutOfArea
                ? "placed the child in the area of another authority (\(host ?? ""))"
                : "placed the child in the responsible authority's area"
        case .placementEnded: return "recorded the end of a placement"
        case .placementNotified: return "told the host authority of the placement"
        default: return "notified under \(regulation(fact.value(.regulation) ?? ""))"
        }
    }

    private static func regulation(_ code: String) -> String {
        guard code.hasPrefix("40"), let letter = code.last, letter.isLetter else { return "regulation \(code)" }
        return "regulation 40(4)(\(letter))"
    }

    private static func service(_ fact: Fact) -> String {
        switch fact.kind {
        case .attendanceMarked:
            let code = fact.value(.code) ?? ""
            let session = fact.value(.session).map { ", \($0)" } ?? ""
            return "marked the child \(attendance[code] ?? "with the code") (\(code)\(session))"
        case .educationExcluded: return "excluded the child from school"
        case .educationOffRoll: return "took the child off the school roll"
        case .healthAttended: return "recorded an attendance: \(setting(fact.value(.setting) ?? ""))"
        case .healthFlagged: return "carries a flag: \(fact.value(.code) ?? "")"
        case .intelligenceRecorded: return "recorded intelligence"
        case .personListed: return "listed a person on the register \(fact.value(.register) ?? "")"
        case .personUnlisted: return "took a person off the register \(fact.value(.register) ?? "")"
        case .arrestMade: return "recorded an arrest\(fact.value(.as).map { " as \($0)" } ?? "")"
        case .nrmReferred: return "referred the child to the National Referral Mechanism"
        case .requestMade: return "asked \(fact.value(.to) ?? "another agency") for something"
        default: return "acknowledged a request"
        }
    }

    private static let attendance = [
        "N": "absent, no reason yet", "O": "absent without permission", "U": "late, after the register closed",
        "G": "absent on a holiday not agreed", "M": "absent for a medical appointment", "I": "absent, ill",
    ]

    private static func setting(_ code: String) -> String {
        switch code {
        case "emergency": "emergency department"
        case "walk-in": "walk-in centre"
        case "camhs": "child and adolescent mental health service"
        case "gp": "general practice"
        default: code.withSpaces
        }
    }
}

extension Fact {
    /// Returns the title by which a sentence names the agency.
    package func title(in directory: AgencyRegister) -> String { directory.title(of: agency) }
}
