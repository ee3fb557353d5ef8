public import SafeguardingModel

extension EventSchema {
    /// Returns a JSON Schema (draft 2020-12) of every event, made from the table.
    ///
    /// Only the reader checks what goes beyond the table: that a date exists, that no name occurs twice in an object,
    /// that the document is small enough.
    public static func jsonSchema() -> JSONValue {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:referralbus:v1:event",
            "title": "An event on the referral bus",
        ]
        for member in object(envelope).members where member.name != "description" { schema[member.name] = member.value }
        schema["allOf"] = .array(kinds.map(condition))
        schema["$defs"] = .object(JSONObject(members: definitions(prefix: "#/$defs/")))
        return .object(schema)
    }

    /// Returns the condition that an event of this type has the data of its kind.
    private static func condition(_ kind: KindSchema) -> JSONValue {
        let needs: JSONObject = kind.needsChild ? ["required": ["subject"]] : [:]
        var then = needs
        then["properties"] = ["data": ["$ref": .string("#/$defs/\(kind.kind.rawValue)")]]
        return [
            "if": ["properties": ["type": ["const": .string(kind.kind.type)]], "required": ["type"]],
            "then": .object(then),
        ]
    }

    /// Returns the objects inside an event and the data of each kind, by name.
    static func definitions(prefix: String) -> [JSONObject.Member] {
        let objects: [(String, [FieldSchema])] = [
            ("child", child), ("person", person), ("place", place), ("handling", handling),
        ]
        let nested = objects.map { JSONObject.Member(name: $0, value: .object(object($1, prefix: prefix))) }
        return nested + kinds.map { JSONObject.Member(name: $0.kind.rawValue, value: data(of: $0, prefix: prefix)) }
    }

    private static func data(of kind: KindSchema, prefix: String) -> JSONValue {
        let fields = kind.allFields.map { $0.form == .child && kind.needsChild ? $0.required : $0 }
        var schema = object(fields, prefix: prefix)
        schema["description"] = .string(kind.meaning)
        return .object(schema)
    }

    /// Returns the schema of an object with these members, and any other.
    static func object(_ fields: [FieldSchema], prefix: String = "#/$defs/") -> JSONObject {
        let properties = fields.map { JSONObject.Member(name: $0.name, value: .object($0.jsonSchema(prefix: prefix))) }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        var schema: JSONObject = ["type": "object", "properties": .object(JSONObject(members: properties))]
        if !required.isEmpty { schema["required"] = .array(required) }
        return schema
    }
}

extension FieldSchema {
    fileprivate var required: FieldSchema {
        FieldSchema(name, form, required: true, repeats: repeats, most: most, meaning)
    }

    /// Returns the schema of the member's value; where the member repeats, of one value or an array.
    fileprivate func jsonSchema(prefix: String) -> JSONObject {
        var schema = repeats ? list(of: form.jsonSchema(prefix: prefix)) : form.jsonSchema(prefix: prefix)
        if form == .handling, isRequired { schema["required"] = ["audience"] }
        if !isRequired { schema = ["anyOf": [.object(schema), ["enum": [.null, ""]]]] }
        schema["description"] = .string(meaning)
        return schema
    }

    private func list(of item: JSONObject) -> JSONObject {
        var array: JSONObject = ["type": "array", "items": .object(item)]
        if isRequired { array["minItems"] = 1 }
        if let most { array["maxItems"] = .integer(Int64(most)) }
        return ["anyOf": [.object(array), .object(item)]]
    }
}

extension FieldSchema.Form {
    fileprivate func jsonSchema(prefix: String) -> JSONObject {
        switch self {
        case .reference, .text, .postcode: ["type": ["string", "integer"], "minLength": 1]
        case .words(let words): ["enum": .array(words.map(JSONValue.string))]
        case .usualWords(let words):
            ["type": ["string", "integer"], "minLength": 1, "examples": .array(words.map(JSONValue.string))]
        case .moment: ["anyOf": [["type": "string", "format": "date-time"], ["type": "string", "format": "date"]]]
        case .day: ["type": "string", "format": "date"]
        case .age:
            [
                "anyOf": [
                    ["type": "integer", "minimum": 0, "maximum": 120], ["type": "string", "pattern": "^[0-9]{1,3}$"],
                ]
            ]
        case .flag: ["type": "boolean"]
        case .data: ["type": "object"]
        case .child: ["$ref": .string("\(prefix)child"), "minProperties": 1]
        case .handling: ["$ref": .string("\(prefix)handling")]
        case .person: named("\(prefix)person")
        case .place: named("\(prefix)place")
        case .vehicle: mark(.registration)
        case .phone: mark(.number)
        case .handle: mark(.handle)
        }
    }

    /// Returns the schema of a name, or an object.
    private func named(_ reference: String) -> JSONObject {
        ["anyOf": [["type": ["string", "integer"], "minLength": 1], ["$ref": .string(reference)]]]
    }

    /// Returns the schema of a text, or an object that holds it.
    private func mark(_ member: MarkMember) -> JSONObject {
        let text: JSONValue = ["type": ["string", "integer"], "minLength": 1]
        let object: JSONValue = [
            "type": "object", "properties": .object(JSONObject(members: [.init(name: member.spelling, value: text)])),
            "required": [.string(member.spelling)],
        ]
        return ["anyOf": [text, object]]
    }
}
