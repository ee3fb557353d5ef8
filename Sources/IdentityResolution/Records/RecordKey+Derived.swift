public import SafeguardingModel

extension RecordKey {
    /// Makes the key of the record that an event is about: the agency's own reference, or without one, a subject
    /// derived from the strongest identity that the event states of the child; nil where it states none. `UNKNOWN` and
    /// similar are not references.
    ///
    /// A derived subject (`~` and letters) is a hash, so it can be shown where an NHS number must not be.
    public init?(of event: borrowing Event, from agency: AgencyName) {
        if !event.subject.isEmpty, !StandIn.isOne(event.subject) {
            self.init(agency: agency, subject: event.subject, exercise: event.exercise)
        } else if let person = event.child, !person.isEmpty {
            self.init(agency: agency, subject: "~" + person.strongestIdentity.spelled, exercise: event.exercise)
        } else {
            return nil
        }
    }
}

extension PersonRecord {
    /// A hash of the first of these that is present: a number, name with birth date, anything else.
    var strongestIdentity: UInt64 {
        if let number = numberMarks.first(where: { $0.kind <= .pncId && !$0.isFailing }) {
            return StableHash.of("\(number.kind.rawValue - RecordTrait.Kind.nhsNumber.rawValue)", "\(number.value)")
        }
        if !localAuthorityId.isEmpty, !StandIn.isOne(localAuthorityId) {
            return StableHash.of("local", localAuthorityId)
        }
        let names = [givenName, familyName].map(folded)
        if let born, !names.contains(""), ![givenName, familyName].contains(where: StandIn.isName) {
            return StableHash.of("name", names[0], names[1], "\(born)")
        }
        let rest = [sex, postcode, address, town, nhsNumber, upn, pncId].map(folded)
        return StableHash.of(
            "rest",
            (names + rest + aliases.map(folded)).joined(separator: "|"),
            born?.description ?? ""
        )
    }
}
