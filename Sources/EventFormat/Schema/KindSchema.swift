public import SafeguardingModel

/// The description of one kind of event, and the members of its `data` beside the common ones.
public struct KindSchema: Hashable, Sendable {
    /// The kind that is described.
    public let kind: EventKind
    /// One sentence with a full stop, for the documentation and the schemas.
    public let meaning: String
    /// The fields in the order of the table, in which events list them whatever order the sender used.
    public let fields: [FieldSchema]

    init(_ kind: EventKind, _ meaning: String, _ fields: [FieldSchema] = []) {
        self.kind = kind
        self.meaning = meaning
        self.fields = fields
    }

    /// Whether `data.child` and `subject` are required.
    public var needsChild: Bool { !kind.mayOmitChild }

    /// The kind's own fields, then the common ones that it does not redefine.
    public var allFields: [FieldSchema] {
        fields + EventSchema.common.filter { common in !fields.contains { $0.name == common.name } }
    }
}
