/// One thing that an agency knows, parsed and checked: the part of a CloudEvent that judgement reads.
///
/// The original bytes are kept beside it in the journal, with every field that this type does not name.
public struct Event: Hashable, Sendable {
    /// The sender, `/merseyside-police/compact`: the agency, then any text by which it distinguishes its systems.
    public var source: String
    /// The event's id under ``source``; both together name it for ever.
    public var id: String
    /// The sort of thing that happened, by which rules choose facts.
    public var kind: EventKind
    /// The time at which it happened. Rules count by this.
    public var occurred: Occurrence
    /// The time at which the agency recorded it.
    public var recorded: Instant
    /// The agency's own reference for the child; empty where the event is about no child.
    public var subject: String
    /// The agency's identity data of the child; nil if the event is about no child.
    public var child: PersonRecord?
    /// The values that rules read, in the order of the event format's table and not of the sender.
    public var fields: [Field]
    /// The people, places and things that the event mentions, in the same order.
    public var links: [Link]
    /// A few sentences of the agency for people; empty if it wrote none. No rule reads them.
    public var summary: String
    /// The readers whom the agency allows; unrestricted if it says nothing.
    public var handling: Handling
    /// Whether the event belongs to an exercise, which never mixes with the real world.
    public var exercise: Bool
    /// The id, under the same source, of the event that this one corrects or withdraws.
    public var corrects: String?

    public init(
        source: String,
        id: String,
        kind: EventKind,
        occurred: Occurrence,
        recorded: Instant,
        subject: String = "",
        child: PersonRecord? = nil,
        fields: [Field] = [],
        links: [Link] = [],
        summary: String = "",
        handling: Handling = Handling(),
        exercise: Bool = false,
        corrects: String? = nil
    ) {
        self.source = source
        self.id = id
        self.kind = kind
        self.occurred = occurred
        self.recorded = recorded
        self.subject = subject
        self.child = child
        self.fields = fields
        self.links = links
        self.summary = summary
        self.handling = handling
        self.exercise = exercise
        self.corrects = corrects
    }

    /// The agency that ``source`` names: its first part.
    public var agency: AgencyName {
        AgencyName(rawValue: String(source.utf8.dropFirst().prefix { $0 != UInt8(ascii: "/") }) ?? "")
    }
}

extension Sequence<Field> {
    /// Returns the first value of a field.
    public func value(_ name: FieldName) -> String? {
        first { $0.name == name }?.value
    }

    /// Returns every value of a field that may repeat.
    public func values(_ name: FieldName) -> [String] {
        filter { $0.name == name }.map(\.value)
    }
}
