/// Any JSON, with the members of an object in the order in which they were written.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object, in order. Few, so that a lookup is a linear search and not a hash.
public struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One name and its value.
    public struct Member: Hashable, Sendable {
        /// The name without escapes.
        public var name: String
        /// The value, null included.
        public var value: JSONValue

        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// In the order in which they were written; a reader allows no name twice.
    public var members: [Member]

    public init(members: [Member] = []) {
        self.members = members
    }

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { Member(name: $0.0, value: $0.1) }
    }

    /// Whether the object is `{}`.
    public var isEmpty: Bool { members.isEmpty }

    /// Reading gives the member or nil; writing replaces in place, appends, or with nil removes.
    public subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            if let index = members.firstIndex(where: { $0.name == name }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append(Member(name: name, value: newValue))
            }
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(members: elements.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }

    /// The text; nil for anything else, a number included.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The whole number; nil for anything else, and for a ``number(_:)`` even if it has no fraction.
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// True or false; nil for anything else.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The items in order; nil for anything but an array.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    /// The members; nil for anything but an object.
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    /// Whether it is a written null; an absent member is nil.
    public var isNull: Bool { self == .null }

    /// The member of an object; nil for anything else.
    public subscript(name: String) -> JSONValue? { object?[name] }
}
