import RuleEngine
import SafeguardingModel

/// A fact as it stands: what an agency told, after every correction of it.
struct PlainFact {
    /// With the id and the kind of what was told first.
    var event: Event
    var agency: AgencyName
    /// Nil: about adults alone.
    var child: ChildID?

    var at: Int64 { event.occurred.earliest.milliseconds }
    var latest: Int64 { event.occurred.latest.milliseconds }
    var kind: EventKind { event.kind }
    var keys: [LinkKey] { event.links.flatMap(\.keys) }
    var sector: Sector { Story.agencies.first { $0.name == agency }?.sector ?? Sector(rawValue: agency.rawValue) }
    func value(_ field: FieldName) -> String? { event.fields.value(field) }

    /// All facts that stand, in order of occurrence.
    static func standing(_ told: [Story.Told], _ children: [ChildID: [RecordKey]]) -> [PlainFact] {
        told.filter { $0.event.corrects == nil }.compactMap { first -> PlainFact? in
            guard let last = content(of: first, told) else { return nil }
            let record = RecordKey(agency: last.agency, subject: last.event.subject, exercise: last.event.exercise)
            let child = children.first { $0.value.contains(record) }?.key
            return PlainFact(event: last.event, agency: last.agency, child: child)
        }.sorted(by: isBefore)
    }

    /// What holds of something told; nil where it is withdrawn. Of several corrections the one recorded last holds.
    private static func content(of one: Story.Told, _ told: [Story.Told]) -> Story.Told? {
        let amendments = told.filter { $0.event.corrects == one.event.id && $0.event.source == one.event.source }
            .compactMap { amendment in content(of: amendment, told).map { (amendment, $0) } }
        guard let (last, new) = amendments.max(by: { isRecordedBefore($0.0.event, $1.0.event) }) else { return one }
        guard last.event.kind != .eventWithdrawn else { return nil }
        var corrected = new
        corrected.event.id = one.event.id
        corrected.event.kind = one.event.kind
        if new.event.subject.isEmpty { corrected.event.subject = one.event.subject }
        return corrected
    }

    private static func isRecordedBefore(_ left: Event, _ right: Event) -> Bool {
        (left.recorded, left.id) < (right.recorded, right.id)
    }

    /// By when it happened, a day before its hours, then by kind, by when it was written down, by name.
    private static func isBefore(_ left: PlainFact, _ right: PlainFact) -> Bool {
        let (one, other) = (left.event, right.event)
        if one.occurred != other.occurred {
            return (left.at, one.occurred.precision == .day ? 0 : 1) < (
                right.at, other.occurred.precision == .day ? 0 : 1
            )
        }
        if one.kind != other.kind {
            return EventKind.allCases.first { [one.kind, other.kind].contains($0) } == one.kind
        }
        return (one.recorded, FactName(one)) < (other.recorded, FactName(other))
    }

    /// The ids of these facts, each once, in order of occurrence.
    static func ids(_ facts: [PlainFact]) -> [String] {
        var ids: [String] = []
        for fact in facts.sorted(by: isBefore) where !ids.contains(fact.event.id) { ids.append(fact.event.id) }
        return ids
    }
}
