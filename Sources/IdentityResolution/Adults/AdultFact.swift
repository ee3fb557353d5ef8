public import SafeguardingModel

/// One fact as far as it speaks of adults.
public struct AdultFact: Sendable {
    /// The journal position: the fact's name here.
    public var position: Int64
    /// The number of the child's record that it belongs to; nil where it is about no child.
    public var record: UInt32?
    public var agency: AgencyName
    /// The agency's own reference for the child, or the event's id where it is about no child.
    public var reference: String
    /// The year in which it happened, by which an age becomes a birth year.
    public var year: Int
    /// Whether only its owner's audience may read it.
    public var isRestricted: Bool
    public var links: [Link]

    public init(
        position: Int64,
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

    /// By what an adult is called who is only named: in one agency's record of one child, one name is one adult to ask
    /// about. No two facts are joined by it.
    func nameKey(_ name: String) -> LinkKey { LinkKey(.reference, "\(agency)/~\(reference)/\(name)") }
}

extension LinkKey {
    /// Whether it is a name that somebody was called, not something by which they are recognised.
    public var isMereName: Bool { scheme == .reference && value.contains("/~") }

    /// What stands in every mention of adults whom a person took for one.
    ///
    /// A hash, as what the key says may be for few eyes.
    static func family(_ least: LinkKey) -> LinkKey {
        LinkKey(.reference, "one-adult/" + StableHash.of("\(least)").spelled)
    }

    /// Whether it only says that a person took several for one.
    public var isFamily: Bool { scheme == .reference && value.hasPrefix("one-adult/") }

    /// Of a person's, or something that may be.
    var isAdults: Bool { scheme != .uprn && scheme != .premises }
}
