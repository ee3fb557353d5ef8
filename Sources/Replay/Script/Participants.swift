public import SafeguardingModel

/// All people and places of a script, by the short names that its lines use.
public struct Participants: Hashable, Sendable {
    public struct Child: Hashable, Sendable {
        public var name: String
        /// The members of `data.child` that an agency sends unless a record says otherwise.
        public var person: JSONObject
        public var responsibleAuthority: String?
    }

    /// An agency's own members for a child, where they differ.
    public struct Variant: Hashable, Sendable {
        public var agency: AgencyName
        public var child: String
        public var subject: String?
        public var changes: JSONObject
    }

    /// A person or a place: the data of an event for which the script has only the name.
    public struct NamedThing: Hashable, Sendable {
        public var name: String
        public var value: JSONObject
        /// The keys by which it is recognised in events.
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

    /// Returns the reference that an agency has for a child: the script's name, unless a record gives another.
    public func subject(_ agency: AgencyName, _ child: String) -> String {
        variant(agency, child)?.subject ?? child
    }

    /// Returns the members of `data.child` that an agency sends.
    func person(_ child: Child, asKnownTo agency: AgencyName) -> JSONObject {
        child.person.overlaid(with: variant(agency, child.name)?.changes ?? JSONObject())
    }
}

extension JSONObject {
    /// Returns these members, replaced by those of `other`; an empty text removes a member.
    func overlaid(with other: JSONObject) -> JSONObject {
        var merged = self
        for member in other.members { merged[member.name] = member.value == "" ? nil : member.value }
        return merged
    }
}
