/// The kind of an event: the short names that rules, scripts and screens use.
///
/// On the wire a `type` is ``typePrefix`` and the short name.
public enum EventKind: String, Hashable, Sendable, Codable, CaseIterable {
    case missingReported = "missing.reported"
    case missingGraded = "missing.graded"
    case missingFound = "missing.found"
    case nationalAlertRaised = "national-alert.raised"
    case nationalAlertCancelled = "national-alert.cancelled"
    case returnInterviewOffered = "return-interview.offered"
    case returnInterviewRefused = "return-interview.refused"
    case returnInterviewCompleted = "return-interview.completed"
    case referralMade = "referral.made"
    case referralDecided = "referral.decided"
    case referralAnswered = "referral.answered"
    case concernObserved = "concern.observed"
    case disclosureMade = "disclosure.made"
    case disclosureWithdrawn = "disclosure.withdrawn"
    case strategyRequested = "strategy.requested"
    case strategyHeld = "strategy.held"
    case panelListed = "panel.listed"
    case panelRemoved = "panel.removed"
    case statusStarted = "status.started"
    case statusEnded = "status.ended"
    case placementStarted = "placement.started"
    case placementEnded = "placement.ended"
    case placementNotified = "placement.notified"
    case homeNotified = "home.notified"
    case attendanceMarked = "attendance.marked"
    case educationExcluded = "education.excluded"
    case educationOffRoll = "education.off-roll"
    case healthAttended = "health.attended"
    case healthFlagged = "health.flagged"
    case intelligenceRecorded = "intelligence.recorded"
    case personListed = "person.listed"
    case personUnlisted = "person.unlisted"
    case arrestMade = "arrest.made"
    case nrmReferred = "nrm.referred"
    case requestMade = "request.made"
    case requestAcknowledged = "request.acknowledged"
    case eventCorrected = "event.corrected"
    case eventWithdrawn = "event.withdrawn"

    /// The namespace and the version of the event format, with which every `type` on the wire begins.
    public static let typePrefix = "referralbus.v1."

    /// The CloudEvents `type`.
    public var type: String { EventKind.typePrefix + rawValue }

    /// Whether an event of this kind may be about no child at all: a register entry, an intelligence report about an
    /// adult.
    public var mayOmitChild: Bool {
        switch self {
        case .personListed, .personUnlisted, .intelligenceRecorded, .arrestMade, .requestMade, .requestAcknowledged,
            .eventCorrected, .eventWithdrawn:
            true
        default: false
        }
    }
}
