import SafeguardingModel

/// The part of a chronology that is shown, kept in the address, so that it can be sent to a colleague.
struct ChildQuery: Hashable, Sendable {
    var back = 0
    var sector = ""
    var topic: Topic?
    /// The chronology is shown as it was known at the end of this day; nil: now.
    var asOf: CivilDay?

    /// A topic that practitioners look for in a chronology.
    enum Topic: String, Hashable, Sendable, CaseIterable {
        case missing, concerns, referrals, care, school, health, police

        var words: String {
            switch self {
            case .missing: "Missing"
            case .concerns: "Concerns and disclosures"
            case .referrals: "Referrals and meetings"
            case .care: "Status and placement"
            case .school: "School"
            case .health: "Health"
            case .police: "Police"
            }
        }

        init(_ kind: EventKind) {
            switch kind {
            case .missingReported, .missingGraded, .missingFound, .nationalAlertRaised, .nationalAlertCancelled,
                .returnInterviewOffered, .returnInterviewRefused, .returnInterviewCompleted:
                self = .missing
            case .concernObserved, .disclosureMade, .disclosureWithdrawn: self = .concerns
            case .referralMade, .referralDecided, .referralAnswered, .strategyRequested, .strategyHeld, .panelListed,
                .panelRemoved, .requestMade, .requestAcknowledged:
                self = .referrals
            case .statusStarted, .statusEnded, .placementStarted, .placementEnded, .placementNotified, .homeNotified:
                self = .care
            case .attendanceMarked, .educationExcluded, .educationOffRoll: self = .school
            case .healthAttended, .healthFlagged: self = .health
            case .intelligenceRecorded, .personListed, .personUnlisted, .arrestMade, .nrmReferred, .eventCorrected,
                .eventWithdrawn:
                self = .police
            }
        }
    }

    var isPlain: Bool { sector.isEmpty && topic == nil && asOf == nil }

    func takes(_ fact: Fact) -> Bool {
        (sector.isEmpty || fact.sector.rawValue == sector) && (topic.map { Topic(fact.kind) == $0 } ?? true)
    }

    func address(of child: ChildID, back: Int) -> String {
        var parts: [String] = []
        if back > 0 { parts.append("back=\(back)") }
        if !sector.isEmpty { parts.append("sector=\(Address.value(sector))") }
        if let topic { parts.append("topic=\(topic.rawValue)") }
        if let asOf { parts.append("asof=\(asOf)") }
        return Address.child(child) + (parts.isEmpty ? "" : "?\(parts.joined(separator: "&"))")
    }
}
