import EventFormat
import SafeguardingModel
import Testing

@Suite("The table of kinds")
struct EventSchemaTests {
    @Test("Every kind has its line, in the order of the model")
    func kinds() {
        #expect(EventSchema.kinds.map(\.kind) == EventKind.allCases)
        #expect(EventSchema.kinds.allSatisfy { $0.meaning.hasSuffix(".") })
    }

    @Test("Every field of judgement is in the table")
    func fields() {
        let named = Set(EventSchema.kinds.flatMap(\.allFields).compactMap(\.field))
        #expect(named == Set(FieldName.allCases))
    }

    @Test("No kind names a field twice", arguments: EventSchema.kinds)
    func unique(kind: KindSchema) {
        let names = kind.allFields.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("Meanings complete a sentence")
    func meanings() {
        for field in EventSchema.kinds.flatMap(\.allFields) {
            #expect(!field.meaning.isEmpty && !field.meaning.hasSuffix("."))
        }
    }

    @Test("The JSON Schema has a condition and a definition for every kind")
    func jsonSchema() throws {
        let schema = EventSchema.jsonSchema()
        #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
        #expect(schema["allOf"]?.array?.count == EventKind.allCases.count)
        for kind in EventKind.allCases { #expect(schema["$defs"]?[kind.rawValue]?.object != nil) }
        #expect(try JSONReader.read(schema.bytes) == schema)
    }

    @Test("Every reference inside the documents leads somewhere")
    func references() {
        for document in [EventSchema.jsonSchema(), EventSchema.asyncAPI()] {
            for reference in references(in: document) {
                let steps = reference.split(separator: "/").dropFirst()
                let target = steps.reduce(Optional(document)) { $0?[String($1)] }
                #expect(target != nil, "\(reference)")
            }
        }
    }

    private func references(in value: JSONValue) -> [String] {
        let inside = (value.array ?? value.object?.members.map(\.value) ?? []).flatMap(references)
        return inside + [value["$ref"]?.string].compactMap { $0 }
    }

    @Test("The AsyncAPI document has a message for every kind")
    func asyncAPI() {
        let document = EventSchema.asyncAPI()
        #expect(document["asyncapi"] == "3.0.0")
        for kind in EventKind.allCases {
            #expect(document["components"]?["messages"]?[kind.rawValue]?["name"] == .string(kind.type))
            #expect(document["channels"]?["events"]?["messages"]?[kind.rawValue] != nil)
        }
    }

    @Test("Codes are spelt for the wire and advise")
    func codes() {
        for code in EventError.Code.allCases {
            #expect(code.rawValue.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
            #expect(code.advice.hasSuffix("."))
        }
    }
}
