public import SafeguardingModel

/// What an event of one kind tells, and what its `data` holds beside the common fields.
public struct KindSchema: Hashable, Sendable {
    public let kind: EventKind
    public let meaning: String
    /// In the order of the table; events list their fields in it too, however they were written.
    public let fields: [FieldSchema]

    init(_ kind: EventKind, _ meaning: String, _ fields: [FieldSchema] = []) {
        self.kind = kind
        self.meaning = meaning
        self.fields = fields
    }

    /// Whether `data.child` and `subject` must be there.
    public var needsChild: Bool { !kind.mayOmitChild }

    /// Its own fields, then the common ones that it does not say anew.
    public var allFields: [FieldSchema] {
        fields + EventSchema.common.filter { common in !fields.contains { $0.name == common.name } }
    }
}
