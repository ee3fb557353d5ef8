import Accounts
package import SafeguardingModel

/// One agency's report in one plain sentence.
package struct EventSentence {
    let fact: Fact
    let times: Times

    package static func text(_ fact: Fact, times: Times) -> String {
        let sentence = EventSentence(fact: fact, times: times)
        return sentence.body + sentence.mentions
    }

    private func value(_ name: FieldName) -> String? {
        fact.value(name).flatMap { $0.isEmpty ? nil : DeskWords.plain($0) }
    }

    private func list(_ name: FieldName) -> String {
        Wording.list(fact.values(name).map(DeskWords.plain))
    }

    /// Returns a part such as `, because: push factors`; empty where the field is.
    private func part(_ before: String, _ name: FieldName, _ after: String = "") -> String {
        let text = list(name)
        // The sentence has a full stop of its own.
        let bare = text.hasSuffix(".") ? String(text.dropLast()) : text
        return bare.isEmpty ? "" : before + bare + after
    }

    private func timePart(_ before: String, _ name: FieldName) -> String {
        guard let text = fact.value(name), let instant = Instant(rfc3339: text) else { return part(before, name) }
        return before + times.zone.text(instant)
    }

    private var body: String {
        switch fact.kind {
        case .missingReported, .missingGraded, .missingFound, .nationalAlertRaised, .nationalAlertCancelled: missing
        case .returnInterviewOffered, .returnInterviewRefused, .returnInterviewCompleted: interview
        case .referralMade, .referralDecided, .referralAnswered: referral
        case .concernObserved, .disclosureMade, .disclosureWithdrawn: concern
        case .strategyRequested, .strategyHeld, .panelListed, .panelRemoved: meeting
        case .statusStarted, .statusEnded, .placementStarted, .placementEnded, .placementNotified, .homeNotified: care
        case .attendanceMarked, .educationExcluded, .educationOffRoll, .healthAttended, .healthFlagged: universal
        case .intelligenceRecorded, .personListed, .personUnlisted, .arrestMade, .nrmReferred: policing
        case .requestMade, .requestAcknowledged, .eventCorrected, .eventWithdrawn: paperwork
        }
    }

    private var missing: String {
        switch fact.kind {
        case .missingReported:
            let grade = value(.grade).map { $0 == "none" ? ", graded no apparent risk" : ", graded \($0) risk" } ?? ""
            let sort = fact.value(.category) == "away" ? "away without permission" : "missing"
            return "Reported \(sort)\(part(" from ", .missingFrom))\(grade)\(timePart(", last seen ", .lastSeen))"
        case .missingGraded:
            return
                "Missing episode graded \(value(.grade) ?? "again")\(part(" by ", .officerRank))\(part(": ", .reason))"
        case .missingFound:
            return "Found\(part("; harm: ", .harm))\(part("; returned to ", .returnedTo))"
        case .nationalAlertRaised: return "National alert raised\(part(", sent to ", .recipients))"
        default: return "National alert cancelled"
        }
    }

    private var interview: String {
        switch fact.kind {
        case .returnInterviewOffered: "Return interview offered\(part(" by ", .provider))"
        case .returnInterviewRefused: "Return interview refused\(part(" (", .provider, ")"))"
        default:
            "Return interview held\(part(" by ", .provider))\(part("; drawn away by ", .pull))\(part("; driven away by ", .push))"
        }
    }

    private var referral: String {
        switch fact.kind {
        case .referralMade: "Referral made\(part(" by a ", .referrer))\(part(" (", .form, ")"))"
        case .referralDecided:
            "Referral assessed\(band)\(part(", outcome ", .outcome))\(part(": ", .rationale))"
        default: "The referrer was told what came of the referral"
        }
    }

    private var band: String {
        switch value(.band) {
        case nil: ""
        case "none": " as no risk"
        case .some(let band): " as \(band) risk"
        }
    }

    private var concern: String {
        switch fact.kind {
        case .concernObserved: "Concern noted\(part(" by a ", .observedBy))\(part(": ", .indicators))"
        case .disclosureMade: "The child disclosed\(part(" to ", .to))\(part(": ", .of))"
        default: "The disclosure was taken back, which does not show that it was untrue"
        }
    }

    private var meeting: String {
        switch fact.kind {
        case .strategyRequested: "Strategy discussion asked for\(part("; invited: ", .invited))"
        case .strategyHeld: "Strategy discussion held\(part("; attended by ", .attended))"
        case .panelListed: "Listed for the panel\(part(" ", .panel))"
        default: "Taken off the panel's list\(part(": ", .panel))"
        }
    }

    private var care: String {
        switch fact.kind {
        case .statusStarted: "Became: \(value(.status) ?? "status not given")\(part(" (", .category, ")"))"
        case .statusEnded: "No longer: \(value(.status) ?? "status not given")"
        case .placementStarted:
            "Placed\(part(" in ", .kind))\(part(" by authority ", .responsibleAuthority))\(part(", in the area of authority ", .hostAuthority))"
        case .placementEnded: "Placement ended\(part(": ", .reason))"
        case .placementNotified: "The area of the placement was told of it\(part(" (", .hostAuthority, ")"))"
        default: "The home gave notice\(part(" under regulation ", .regulation))"
        }
    }

    private var universal: String {
        switch fact.kind {
        case .attendanceMarked:
            "School register: code \(value(.code) ?? "not given")\(part(", ", .session, " session"))"
        case .educationExcluded: "Excluded from school\(part(" (", .kind, ")"))"
        case .educationOffRoll: "Taken off the school's roll\(part(", to ", .destination))"
        case .healthAttended:
            "Seen by health: \(value(.setting) ?? "setting not given")\(part(", partner aged ", .partnerAge))"
        default: "Health record flagged\(part(": ", .code))"
        }
    }

    private var policing: String {
        switch fact.kind {
        case .intelligenceRecorded: "Police intelligence recorded"
        case .personListed: "Entered in a register\(part(": ", .register))"
        case .personUnlisted: "Taken off a register\(part(": ", .register))"
        case .arrestMade: "Arrest\(part(" as ", .as))"
        default: "Referred as a possible victim of trafficking (NRM)"
        }
    }

    private var paperwork: String {
        switch fact.kind {
        case .requestMade: "Asked\(part(" ", .to)) for something"
        case .requestAcknowledged: "The request was acknowledged\(part(" by ", .owner))"
        case .eventCorrected: "An earlier entry was corrected\(part(": ", .reason))"
        default: "An earlier entry was withdrawn\(part(": ", .reason))"
        }
    }

    /// The people and places that the event names, as the agency called them.
    private var mentions: String {
        let found = names(.foundWith)
        let place = names(.foundPlace)
        let concerned = names(.personOfConcern) + names(.listed)
        let others = names(.mentioned)
        var text = found.isEmpty ? "" : "; with \(Wording.list(found))"
        if !place.isEmpty { text += "; at \(Wording.list(place))" }
        if !concerned.isEmpty { text += "; person of concern: \(Wording.list(concerned))" }
        if !others.isEmpty { text += "; named: \(Wording.list(others))" }
        return text + "."
    }

    private func names(_ role: Link.Role) -> [String] {
        var names: [String] = []
        for link in fact.links where link.role == role {
            let name = link.label.isEmpty ? link.keys.first?.value ?? "" : link.label
            if !name.isEmpty && !names.contains(name) { names.append(name) }
        }
        return names
    }
}
