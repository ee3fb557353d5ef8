public import SafeguardingModel

/// One member of an event's `data`, or of an object inside it: what it may hold and whether it must be there.
public struct FieldSchema: Hashable, Sendable {
    /// The spelling on the wire.
    public let name: String
    public let form: Form
    public let isRequired: Bool
    /// Whether it may hold an array; a single value then stands for an array of one.
    public let repeats: Bool
    /// How many it may hold at most, where the table says so.
    public let most: Int?
    /// What it is, in words that complete "expected ...".
    public let meaning: String

    /// What a value looks like.
    ///
    /// Null and the empty text say the same as leaving it out.
    public enum Form: Hashable, Sendable {
        /// A short text or a whole number by which something is called.
        case reference
        /// A text for people.
        case text
        /// One of these words and no other.
        case words([String])
        /// Any short text; these are the usual ones.
        case usualWords([String])
        /// An RFC 3339 time with its offset, or a day.
        case moment
        /// `YYYY-MM-DD`.
        case day
        /// Brought into the usual spelling where it is one.
        case postcode
        /// Whole years.
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

    /// The field of judgement that it becomes; nil where it becomes something else, or is only carried.
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

    /// The same, but not required.
    var optional: FieldSchema { FieldSchema(name, form, repeats: repeats, most: most, meaning) }
}
