import SafeguardingModel

/// The table prepared for reading: names found by their bytes, each kind's fields with the slots of their members.
final class ReadingPlan: Sendable {
    static let shared = ReadingPlan()

    /// One field of one kind, and what it becomes.
    ///
    /// It is a class, so that passing it on copies nothing.
    final class Rule: Sendable {
        let slot: Int
        let isRequired: Bool
        let field: FieldName?
        let schema: FieldSchema

        init(_ schema: FieldSchema, of kind: EventKind, names: [String]) {
            slot = names.firstIndex(of: schema.name) ?? 0
            isRequired = schema.isRequired || (schema.form == .child && !kind.mayOmitChild)
            field = schema.field
            self.schema = schema
        }
    }

    let envelope, data, child, person, place, handling, marks: ObjectTable
    /// The number of slots of all tables together.
    let room: Int
    let precisionSlot: Int

    /// The short names of kinds; a slot is a position in `kinds` and in `rules`.
    let kindNames: MemberNames
    let typePrefix = Array(EventKind.typePrefix.utf8)
    let kinds: [EventKind]
    private let rulesOfKind: [[Rule]]
    private let known: MemberNames

    private init() {
        let all = EventSchema.kinds.map(\.allFields)
        let names = ReadingPlan.distinct(all.joined().map(\.name))
        envelope = ObjectTable(EnvelopeMember.spellings, after: nil)
        data = ObjectTable(names, after: envelope)
        child = ObjectTable(ChildMember.spellings, after: data)
        person = ObjectTable(PersonMember.spellings, after: child)
        place = ObjectTable(PlaceMember.spellings, after: person)
        handling = ObjectTable(HandlingMember.spellings, after: place)
        marks = ObjectTable(MarkMember.spellings, after: handling)
        room = marks.slots.upperBound
        precisionSlot = names.firstIndex(of: "precision") ?? 0
        kinds = EventSchema.kinds.map(\.kind)
        kindNames = MemberNames(kinds.map(\.rawValue))
        rulesOfKind = zip(kinds, all).map { kind, fields in fields.map { Rule($0, of: kind, names: names) } }
        let tables = [envelope, data, child, person, place, handling, marks]
        known = MemberNames(ReadingPlan.distinct(tables.flatMap(\.spellings)))
    }

    func rules(ofKindAt slot: Int) -> [Rule] { rulesOfKind[slot] }

    /// Returns whether a member's name is the format's own, and may therefore appear in a path.
    func isKnown(_ name: Tape.Text) -> Bool { known.slot(of: name) != nil }

    private static func distinct(_ names: [String]) -> [String] {
        names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
    }
}
