public import SafeguardingModel

/// One member of an event's `data`, or of an object inside it: the values that it may hold, and whether it is required.
public struct FieldSchema: Hashable, Sendable {
    /// The spelling on the wire.
    public let name: String
    /// The form of its value; of each item if it repeats.
    public let form: Form
    /// Whether an event without it is refused; null, an empty and a blank text count as without.
    /// For `child` the kind decides: ``KindSchema/needsChild``.
    public let isRequired: Bool
    /// Whether the member may hold an array; a single value then counts as an array of one.
    public let repeats: Bool
    /// The maximum number of items, where the table has one.
    public let most: Int?
    /// The meaning of the member, in words that complete "expected ...".
    public let meaning: String

    /// The form of a value.
    ///
    /// Null and the empty text mean the same as leaving the member out.
    public enum Form: Hashable, Sendable {
        /// A short text or a whole number that identifies something.
        case reference
        /// A text for people.
        case text
        /// One of these words and no other.
        case words([String])
        /// Any short text; these are the usual words.
        case usualWords([String])
        /// An RFC 3339 time with its offset, or a day.
        case moment
        /// `YYYY-MM-DD`.
        case day
        /// A postcode, brought into the usual spelling where it is valid.
        case postcode
        /// An age in whole years.
        case age
        case flag
        /// The event's own `data`.
        case data
        case child
        case handling
        /// A name, or an object with what is known of a person.
        case person(Link.Role)
        /// A name, or an object with what is known of a place.
        case place(Link.Role)
        case vehicle, phone, handle
    }

    init(
        _ name: String,
        _ form: Form,
        required: Bool = false,
        repeats: Bool = false,
        most: Int? = nil,
        _ meaning: String
    ) {
        self.name = name
        self.form = form
        self.isRequired = required
        self.repeats = repeats
        self.most = most
        self.meaning = meaning
    }

    /// The field of judgement that the member becomes; nil where it becomes something else, or is only carried.
    public var field: FieldName? {
        switch form {
        case .reference, .text, .words, .usualWords, .moment, .day, .postcode, .age: FieldName(rawValue: name)
        default: nil
        }
    }
}

extension FieldSchema {
    static func needs(_ name: FieldName, _ form: Form, _ meaning: String) -> FieldSchema {
        FieldSchema(name.rawValue, form, required: true, meaning)
    }

    static func needsSome(_ name: FieldName, _ form: Form, _ meaning: String) -> FieldSchema {
        FieldSchema(name.rawValue, form, required: true, repeats: true, meaning)
    }

    static func may(_ name: FieldName, _ form: Form, _ meaning: String) -> FieldSchema {
        FieldSchema(name.rawValue, form, meaning)
    }

    static func mayRepeat(_ name: FieldName, _ form: Form, _ meaning: String) -> FieldSchema {
        FieldSchema(name.rawValue, form, repeats: true, meaning)
    }

    /// The same member, but not required.
    var optional: FieldSchema { FieldSchema(name, form, repeats: repeats, most: most, meaning) }
}
