/// The fields of an event's `data` that judgement reads. All other fields are kept and passed on, and not judged.
///
/// The spelling is the wire's. The event format defines the fields that each kind may and must carry.
public enum FieldName: String, Hashable, Sendable, Codable, CaseIterable {
    // A missing episode.
    case episode, missingFrom, category, lastSeen, grade, reviewDue, officerRank, reason, harm, returnedTo, recipients
    // Return home interviews; `episodes` repeats.
    case episodes, provider, push, pull
    // Referrals and panels.
    case referral, form, referrer, band, outcome, rationale, panel
    // Concerns and disclosures; `indicators` repeats.
    case indicators, observedBy, to, of
    // Meetings.
    case invited, attended
    // Status, placement, home.
    case status, order, placement, kind, responsibleAuthority, hostAuthority, postcode, urn, regulation
    // Education and health.
    case code, session, destination, setting, partnerAge, system
    // People, arrests, requests.
    case register, expires, `as`, request, owner
}

/// One value of one field. A field with several values occurs several times.
public struct Field: Hashable, Sendable, Codable {
    /// The member of `data` from which the value was read.
    public let name: FieldName
    /// A text in the form that the event format checked: a word of a list, a time, an age, a sentence.
    public let value: String

    public init(_ name: FieldName, _ value: String) {
        self.name = name
        self.value = value
    }
}
