public import SafeguardingModel

/// Everybody and every place of a script, by the short names that its lines use.
public struct Participants: Hashable, Sendable {
    public struct Child: Hashable, Sendable {
        public var name: String
        /// The members of `data.child` that an agency sends unless a record says otherwise.
        public var person: JSONObject
        public var responsibleAuthority: String?
    }

    /// How one agency knows one child, where that differs.
    public struct Variant: Hashable, Sendable {
        public var agency: AgencyName
        public var child: String
        public var subject: String?
        public var changes: JSONObject
    }

    /// A person or a place: what an event's data holds where the script has only the name.
    public struct NamedThing: Hashable, Sendable {
        public var name: String
        public var value: JSONObject
        /// By what it is recognised in events.
        public var keys: [LinkKey]
    }

    public var children: [Child] = []
    public var variants: [Variant] = []
    public var people: [NamedThing] = []
    public var places: [NamedThing] = []

    public init() {}

    public func child(_ name: String) -> Child? { children.first { $0.name == name } }
    public func person(_ name: String) -> NamedThing? { people.first { $0.name == name } }
    public func place(_ name: String) -> NamedThing? { places.first { $0.name == name } }

    private func variant(_ agency: AgencyName, _ child: String) -> Variant? {
        variants.first { $0.agency == agency && $0.child == child }
    }

    /// The reference under which an agency files a child: the script's name, unless a record gives another.
    public func subject(_ agency: AgencyName, _ child: String) -> String {
        variant(agency, child)?.subject ?? child
    }

    /// What an agency says of who a child is.
    func person(_ child: Child, asKnownTo agency: AgencyName) -> JSONObject {
        child.person.overlaid(with: variant(agency, child.name)?.changes ?? JSONObject())
    }
}

extension JSONObject {
    /// These members with those of `other` in their place; an empty text takes a member away.
    func overlaid(with other: JSONObject) -> JSONObject {
        var merged = self
        for member in other.members { merged[member.name] = member.value == "" ? nil : member.value }
        return merged
    }
}
