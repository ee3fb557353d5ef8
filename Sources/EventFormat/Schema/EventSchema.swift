public import SafeguardingModel

/// The format of events as one table, by which events are read, described and documented.
public enum EventSchema {
    /// Every kind, in the order of ``EventKind``.
    public static let kinds: [KindSchema] =
        missing + referrals + meetings + placements + services + people + corrections

    /// Returns the table's entry for one kind; every kind has one.
    public static func schema(of kind: EventKind) -> KindSchema {
        kinds.first { $0.kind == kind } ?? KindSchema(kind, "")
    }

    /// The members of `data` that any kind may have.
    public static let common: [FieldSchema] = [
        FieldSchema("child", .child, "what may be shared of who the child is"),
        FieldSchema("people", .person(.mentioned), repeats: true, "people whom the event mentions"),
        FieldSchema("places", .place(.mentioned), repeats: true, "places that the event mentions"),
        FieldSchema("vehicles", .vehicle, repeats: true, "vehicles, by their registrations"),
        FieldSchema("phones", .phone, repeats: true, "telephone numbers"),
        FieldSchema("handles", .handle, repeats: true, "online names"),
        .mayRepeat(.indicators, .reference, "signs of exploitation, by the site's own codes"),
        FieldSchema("summary", .text, "a few sentences for people"),
        FieldSchema("handling", .handling, "who may read it"),
        FieldSchema("legalBasis", .text, "the ground on which it is shared"),
        FieldSchema("exercise", .flag, "true for a drill"),
        FieldSchema("precision", .words(["second", "day"]), "how exactly `time` is known; without it to the second"),
    ]

    /// The members of the event itself, as CloudEvents and this format name them.
    public static let envelope: [FieldSchema] = EnvelopeMember.allCases.map(\.schema)
    /// The members of `data.child`.
    public static let child: [FieldSchema] = ChildMember.allCases.map(\.schema)
    /// The members of a person in `people` and `foundWith`.
    public static let person: [FieldSchema] = PersonMember.allCases.map(\.schema)
    /// The members of a place in `places` and `foundPlace`.
    public static let place: [FieldSchema] = PlaceMember.allCases.map(\.schema)
    /// The members of `handling`.
    public static let handling: [FieldSchema] = HandlingMember.allCases.map(\.schema)
    /// The member that holds a vehicle, a phone or an online name where the mark is written as an object.
    public static let marks: [FieldSchema] = MarkMember.allCases.map(\.schema)
}
