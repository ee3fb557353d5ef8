import SafeguardingModel

/// The table made ready for reading: names found by their bytes, each kind's fields with the slots of their members.
final class ReadingPlan: Sendable {
    static let shared = ReadingPlan()

    /// One field of one kind, and what becomes of it.
    struct Rule: Sendable {
        let slot: Int
        let isRequired: Bool
        let field: FieldName?
        let schema: FieldSchema
    }

    let envelope = EnvelopeMember.table
    let child = ChildMember.table
    let person = PersonMember.table
    let place = PlaceMember.table
    let handling = HandlingMember.table
    let marks = MarkMember.table
    let data: NameTable
    let precisionSlot: Int

    /// Short names of kinds; a slot is a position in `kinds` and in `rules`.
    let kindNames: NameTable
    let kinds: [EventKind]
    private let rulesOfKind: [[Rule]]
    private let known: NameTable

    private init() {
        let all = EventSchema.kinds.map(\.allFields)
        let names = ReadingPlan.distinct(all.joined().map(\.name))
        precondition(names.count <= Slots.capacity, "The table names more than \(Slots.capacity) members of `data`")
        data = NameTable(names)
        precisionSlot = names.firstIndex(of: "precision") ?? 0
        kinds = EventSchema.kinds.map(\.kind)
        kindNames = NameTable(kinds.map(\.rawValue))
        rulesOfKind = zip(kinds, all).map { kind, fields in fields.map { Rule($0, of: kind, names: names) } }
        let nested = [EventSchema.envelope, EventSchema.child, EventSchema.person, EventSchema.place]
        let others = nested + [EventSchema.handling, EventSchema.marks]
        known = NameTable(ReadingPlan.distinct(names + others.joined().map(\.name)))
    }

    func rules(ofKindAt slot: Int) -> [Rule] { rulesOfKind[slot] }

    /// Whether a member's name is the format's own, and may therefore stand in a path.
    func isKnown(_ name: Tape.Text) -> Bool { known.slot(of: name) != nil }

    private static func distinct(_ names: [String]) -> [String] {
        names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
    }
}

extension ReadingPlan.Rule {
    fileprivate init(_ schema: FieldSchema, of kind: EventKind, names: [String]) {
        slot = names.firstIndex(of: schema.name) ?? 0
        isRequired = schema.isRequired || (schema.form == .child && !kind.mayOmitChild)
        field = schema.field
        self.schema = schema
    }
}

/// Where the known members of one object stand on the tape; 0 where a member is absent.
struct Slots {
    static let capacity = 96

    private var indices = InlineArray<96, Int32>(repeating: 0)

    subscript(slot: Int) -> Int {
        get { Int(indices[slot]) }
        set { indices[slot] = Int32(truncatingIfNeeded: newValue) }
    }

    subscript(member: some ObjectMember) -> Int { self[member.rawValue] }
}
