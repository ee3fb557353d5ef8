/// An event as the rules see it: its source, its content, and its three times.
///
/// The person's name, birth date and address are not here; they belong to identity and are not needed to judge.
public struct Fact: Hashable, Sendable {
    /// The journal position of its entry, which names it in every piece of evidence.
    public var position: Position
    /// The sort of thing that happened, by which rules choose facts.
    public var kind: EventKind
    /// The agency whose key sent it.
    public var agency: AgencyName
    /// The agency's sector by the configuration in force.
    public var sector: Sector
    /// The time at which it happened. Rules count by this.
    public var occurred: Occurrence
    /// The time at which the agency recorded it.
    public var recorded: Instant
    /// The time at which the aggregator wrote it into the journal.
    public var received: Instant
    /// The event's values, in the order of the event format's table.
    public var fields: [Field]
    /// The people, places and things that the event mentions.
    public var links: [Link]
    /// Whether only its owner's audience may read it.
    public var isRestricted: Bool

    public init(
        position: Position,
        kind: EventKind,
        agency: AgencyName,
        sector: Sector,
        occurred: Occurrence,
        recorded: Instant,
        received: Instant,
        fields: [Field] = [],
        links: [Link] = [],
        isRestricted: Bool = false
    ) {
        self.position = position
        self.kind = kind
        self.agency = agency
        self.sector = sector
        self.occurred = occurred
        self.recorded = recorded
        self.received = received
        self.fields = fields
        self.links = links
        self.isRestricted = isRestricted
    }

    /// Returns the first value of a field; nil if the fact has none.
    public func value(_ name: FieldName) -> String? { fields.value(name) }
    /// Returns every value of a field that may repeat, in the sender's order.
    public func values(_ name: FieldName) -> [String] { fields.values(name) }

    /// Returns whether a fact is before another in a chronology: by when it happened, then by content. Never by
    /// arrival: the position decides last, and only between facts that are otherwise the same.
    public static func isBefore(_ left: Fact, _ right: Fact) -> Bool {
        if left.occurred != right.occurred { return left.occurred < right.occurred }
        if left.recorded != right.recorded { return left.recorded < right.recorded }
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        if left.agency != right.agency { return left.agency < right.agency }
        if left.fields != right.fields { return "\(left.fields)" < "\(right.fields)" }
        return left.position < right.position
    }
}
