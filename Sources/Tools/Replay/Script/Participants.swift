public import SafeguardingModel

/// All people and places of a script, by the short names that its lines use.
public struct Participants: Hashable, Sendable {
    /// A child of the script.
    public struct Child: Hashable, Sendable {
        /// The short name by which lines name the child.
        public var name: String
        /// The members of `data.child` that an agency sends unless a record says otherwise.
        public var person: JSONObject
        /// The ONS code of the authority responsible for the child; nil where the file names none.
        public var responsibleAuthority: String?
    }

    /// An agency's own members for a child, where they differ.
    public struct Variant: Hashable, Sendable {
        /// The agency that knows the child so.
        public var agency: AgencyName
        /// The child's name in the script.
        public var child: String
        /// The agency's own reference for the child; nil where it is the child's name in the script.
        public var subject: String?
        /// The members that replace those of the child; an empty text removes one.
        public var changes: JSONObject
    }

    /// A person other than a child, or a place; in a line's data its name stands for all its members.
    public struct NamedThing: Hashable, Sendable {
        /// The short name by which lines name it.
        public var name: String
        /// Its members as events carry them under `people` or `places`.
        public var value: JSONObject
        /// The keys by which it is recognised in events.
        public var keys: [LinkKey]
    }

    /// The children, in the order of the file.
    public var children: [Child] = []
    /// Agencies' own knowledge of children: at most one for each agency and child.
    public var variants: [Variant] = []
    /// The people other than children, in the order of the file.
    public var people: [NamedThing] = []
    /// The places, in the order of the file; none has the name of a person.
    public var places: [NamedThing] = []

    public init() {}

    /// Returns the child of this name; nil where there is none.
    public func child(_ name: String) -> Child? { children.first { $0.name == name } }
    /// Returns the person of this name, who is no child; nil where there is none.
    public func person(_ name: String) -> NamedThing? { people.first { $0.name == name } }
    /// Returns the place of this name; nil where there is none.
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
