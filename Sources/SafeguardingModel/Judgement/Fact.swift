/// An event as the rules see it: its source, its content, and its three times.
///
/// The person's name, birth date and address are not here; they belong to identity and are not needed to judge.
public struct Fact: Hashable, Sendable {
    /// The journal position of its entry, which names it in every piece of evidence.
    public var position: Int64
    public var kind: EventKind
    public var agency: AgencyName
    public var sector: Sector
    public var occurred: Occurrence
    public var recorded: Instant
    public var received: Instant
    public var fields: [Field]
    public var links: [Link]
    /// Whether only its owner's audience may read it.
    public var isRestricted: Bool

    public init(
        position: Int64,
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

    public func value(_ name: FieldName) -> String? { fields.value(name) }
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
