public import SafeguardingModel

/// The part of one fact that is about adults.
public struct AdultFact: Sendable {
    /// The journal position, which identifies the fact.
    public var position: Position
    /// The number of the child's record that the fact belongs to; nil where it is about no child.
    public var record: UInt32?
    /// The agency that sent the fact.
    public var agency: AgencyName
    /// The agency's own reference for the child, or the event's id where it is about no child.
    public var reference: String
    /// The year in which it happened, used to convert an age into a birth year.
    public var year: Int
    /// Whether only the audience that its owner named may read it.
    public var isRestricted: Bool
    /// The people and things that the fact names; those that cannot be an adult's are passed over.
    public var links: [Link]

    public init(
        position: Position,
        record: UInt32?,
        agency: AgencyName,
        reference: String,
        year: Int,
        isRestricted: Bool,
        links: [Link]
    ) {
        self.position = position
        self.record = record
        self.agency = agency
        self.reference = reference
        self.year = year
        self.isRestricted = isRestricted
        self.links = links
    }

    /// Returns the key of an adult known by a name alone: within one agency's record of one child, one name is one
    /// adult to ask about. The key does not join facts.
    func nameKey(_ name: String) -> LinkKey { LinkKey(.reference, "\(agency)/~\(reference)/\(name)") }
}

extension LinkKey {
    /// Whether the key is only a name that somebody was called, not something by which they are recognised.
    public var isMereName: Bool { scheme == .reference && value.contains("/~") }

    /// Returns the key that is added to every mention of adults whom a person decided are one.
    ///
    /// It is a hash, because the original key may be restricted.
    static func family(_ least: LinkKey) -> LinkKey {
        LinkKey(.reference, "one-adult/" + StableHash.of("\(least)").spelled)
    }

    /// Whether the key only marks that a person joined several adults.
    public var isFamily: Bool { scheme == .reference && value.hasPrefix("one-adult/") }

    /// Whether the key belongs to a person, or to something that may.
    var isAdults: Bool { scheme != .uprn && scheme != .premises }
}
