package import SafeguardingModel

/// One fact in plain words, with `{child}` for the child and without its time: `Sample Police reported {child} missing`.
///
/// A restricted fact shows only which agency holds it. Names of other people are left out: one of them may be a child.
package enum FactSentence {
    package static func text(for fact: Fact, in directory: AgencyRegister) -> String {
        let agency = Wording.capitalised(fact.title(in: directory))
        return fact.isRestricted ? "\(agency) holds restricted information: ask them" : "\(agency) \(verb(fact))"
    }

    private static func verb(_ fact: Fact) -> String {
        switch fact.kind {
        case .missingReported, .missingGraded, .missingFound, .nationalAlertRaised, .nationalAlertCancelled,
            .returnInterviewOffered, .returnInterviewRefused, .returnInterviewCompleted:
            missing(fact)
        case .referralMade, .referralDecided, .referralAnswered, .concernObserved, .disclosureMade,
            .disclosureWithdrawn, .strategyRequested, .strategyHeld, .panelListed, .panelRemoved:
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
            return fact.value(.category) == "away"
                ? "recorded {child} as away\(from), whereabouts known" : "reported {child} missing\(from)\(grade)"
        case .missingGraded: return "graded the missing episode \(fact.value(.grade) ?? "again")"
        case .missingFound: return found(fact)
        case .nationalAlertRaised: return "issued a national alert"
        case .nationalAlertCancelled: return "cancelled the national alert"
        case .returnInterviewOffered: return "offered a return home interview"
        case .returnInterviewRefused: return "recorded that the return home interview was declined"
        default: return "held the return home interview"
        }
    }

    private static func found(_ fact: Fact) -> String {
        let people = fact.links.count { $0.role == .foundWith }
        let isAtPlace = fact.links.contains { $0.role == .foundPlace }
        let with = people == 0 ? "" : " with \(Wording.count(people, "other person", "other people"))"
        let harm = fact.value(.harm) == nil ? "" : ", and recorded harm"
        return "reported {child} found\(with)\(isAtPlace ? " at an address" : "")\(harm)"
    }

    private static func concern(_ fact: Fact) -> String {
        let panel = fact.value(.panel).map { "the \($0.withSpaces) panel" } ?? "the panel"
        switch fact.kind {
        case .referralMade:
            let form = fact.value(.form).map { " (form \($0.uppercased()))" } ?? ""
            let by = fact.value(.referrer).map { $0 == "professional" ? "" : " at \(person($0)) request" } ?? ""
            return "referred {child}\(form)\(by)"
        case .referralDecided: return decided(fact)
        case .referralAnswered: return "told the referrer the outcome\(fact.value(.referral).map { " of \($0)" } ?? "")"
        case .concernObserved: return observed(fact)
        case .disclosureMade: return "recorded a disclosure by {child}"
        case .disclosureWithdrawn: return "recorded that {child} withdrew a disclosure"
        case .strategyRequested: return "asked for a strategy discussion"
        case .strategyHeld: return "held a strategy discussion"
        case .panelListed: return "listed {child} for \(panel)"
        default: return "took {child} off \(panel)"
        }
    }

    /// Returns `a carer's` for `carer`.
    private static func person(_ role: String) -> String {
        switch role {
        case "child": "{child}'s own"
        case "public": "a member of the public's"
        default: "\(RuleWords.withArticle(role.withSpaces))'s"
        }
    }

    private static func decided(_ fact: Fact) -> String {
        let referral = fact.value(.referral).map { "referral \($0)" } ?? "a referral"
        let band = fact.value(.band).map { $0 == "none" ? " as no risk" : " as \($0) risk" } ?? ""
        let outcome = fact.value(.outcome).map { "\(band.isEmpty ? ":" : ",") \(FieldWords.outcome($0))" } ?? ""
        let rationale = fact.value(.rationale).map { ": \"\($0)\"" } ?? ""
        return "assessed \(referral)\(band)\(outcome)\(rationale)"
    }

    private static func observed(_ fact: Fact) -> String {
        let signs = fact.values(.indicators).map(FieldWords.sign)
        let by =
            fact.value(.observedBy).map {
                switch $0 {
                case "professional": ""
                case "child": ", as {child} said"
                case "public": ", seen by a member of the public"
                default: ", seen by \(RuleWords.withArticle($0.withSpaces))"
                }
            } ?? ""
        return "recorded a concern\(signs.isEmpty ? "" : ": \(Wording.list(signs))")\(by)"
    }

    private static func care(_ fact: Fact) -> String {
        switch fact.kind {
        case .statusStarted: return FieldWords.began(fact.value(.status) ?? "")
        case .statusEnded: return FieldWords.ended(fact.value(.status) ?? "")
        case .placementStarted:
            let host = fact.value(.hostAuthority)
            let isOutOfArea = host != nil && host != fact.value(.responsibleAuthority)
            let place = host.map { " in \(AuthorityNames.name(of: $0))" } ?? ""
            return "placed {child}\(place)\(isOutOfArea ? " (out of area)" : "")"
        case .placementEnded: return "ended the placement"
        case .placementNotified:
            let host = fact.value(.hostAuthority).map(AuthorityNames.name) ?? "the host authority"
            return "told \(host) of the placement"
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
            let session = fact.value(.session).map { ", \(FieldWords.session($0))" } ?? ""
            return "marked {child} \(FieldWords.attendance(code)) (\(code)\(session))"
        case .educationExcluded: return "excluded {child} from school"
        case .educationOffRoll: return "took {child} off the school roll"
        case .healthAttended:
            return "saw {child} at \(fact.value(.setting).map(FieldWords.setting) ?? "a health service")"
        case .healthFlagged: return "flagged the health record: \((fact.value(.code) ?? "").withSpaces)"
        case .intelligenceRecorded: return "recorded intelligence"
        case .personListed: return "listed \(FieldWords.listed(on: fact.value(.register) ?? ""))"
        case .personUnlisted:
            return "recorded that somebody is no longer \(FieldWords.listed(on: fact.value(.register) ?? ""))"
        case .arrestMade: return "arrested {child}\(fact.value(.as).map { " as \(RuleWords.withArticle($0))" } ?? "")"
        case .nrmReferred: return "referred {child} to the National Referral Mechanism"
        case .requestMade: return "asked \(fact.value(.to) ?? "another agency") for help"
        default: return "acknowledged a request"
        }
    }
}

extension Fact {
    /// Returns the title by which a sentence names the agency.
    package func title(in directory: AgencyRegister) -> String { directory.title(of: agency) }
}
