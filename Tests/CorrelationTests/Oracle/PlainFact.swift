import RuleEngine
import SafeguardingModel

/// A fact as it stands: what an agency told, after every correction of it.
struct PlainFact: Sendable, Hashable {
    /// With the id and the kind of what was told first.
    let event: Event
    let agency: Agency
    /// Nil: about adults alone.
    let child: ChildID?
    let at: Int64
    let latest: Int64
    /// Its place among all facts, in order of occurrence.
    private(set) var order = 0

    var kind: EventKind { event.kind }
    var isDayOnly: Bool { event.occurred.precision == .day }
    var keys: [LinkKey] { event.links.flatMap(\.keys) }
    func value(_ field: FieldName) -> String? { event.fields.value(field) }

    static func == (left: PlainFact, right: PlainFact) -> Bool { left.order == right.order }
    func hash(into hasher: inout Hasher) { hasher.combine(order) }

    /// Whether it names something of these roles, in a rule file's words.
    func names(_ roles: [String]) -> Bool {
        event.links.contains { roles.contains($0.role == .mentioned ? "anything" : $0.role.rawValue) }
    }

    private init(_ told: Story.Told, _ agencies: [Agency], _ child: ChildID?) {
        event = told.event
        agency =
            agencies.first { $0.name == told.agency }
            ?? Agency(name: told.agency, sector: Sector(rawValue: told.agency.rawValue))
        self.child = child
        (at, latest) = (event.occurred.earliest.milliseconds, event.occurred.latest.milliseconds)
    }

    /// All facts that stand, in order of occurrence.
    static func standing(_ told: [Story.Told], _ children: [ChildID: [RecordKey]], _ agencies: [Agency]) -> [PlainFact]
    {
        var facts = told.filter { $0.event.corrects == nil }.compactMap { first -> PlainFact? in
            guard let last = content(of: first, told) else { return nil }
            let record = RecordKey(agency: last.agency, subject: last.event.subject, exercise: last.event.exercise)
            return PlainFact(last, agencies, children.first { $0.value.contains(record) }?.key)
        }.sorted(by: isBefore)
        for index in facts.indices { facts[index].order = index }
        return facts
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
    static func isBefore(_ left: PlainFact, _ right: PlainFact) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.isDayOnly != right.isDayOnly { return left.isDayOnly }
        let (one, other) = (left.event, right.event)
        if one.kind != other.kind {
            return EventKind.allCases.first { [one.kind, other.kind].contains($0) } == one.kind
        }
        return (one.recorded, FactID(one)) < (other.recorded, FactID(other))
    }
}

extension [PlainFact] {
    /// Each once, in order of occurrence.
    var inOrder: [PlainFact] { Set(self).sorted { $0.order < $1.order } }
    var sectors: Set<Sector> { Set(map(\.agency.sector)) }
    func within(_ span: Int64, before moment: Int64) -> [PlainFact] {
        filter { $0.at >= moment - span && $0.at <= moment }
    }
}

extension [PlainFact] {
    func isBefore(_ others: [PlainFact]) -> Bool {
        sorted(by: PlainFact.isBefore).lexicographicallyPrecedes(
            others.sorted(by: PlainFact.isBefore),
            by: PlainFact.isBefore
        )
    }
}
