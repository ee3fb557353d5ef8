import EventFormat
import SafeguardingModel
import Testing

@Suite("Texts that blame a child")
struct WordingTests {
    @Test(
        "A warning says where, and never what",
        arguments: [
            (#"{"data":{"summary":"She is putting herself at risk again."}}"#, ["$.data.summary"]),
            (
                #"{"data":{"reason":"A lifestyle choice","rationale":"Promiscuous"}}"#,
                ["$.data.reason", "$.data.rationale"]
            ),
            (#"{"data":{"handling":{"sanitised":"He absconded."}}}"#, ["$.data.handling.sanitised"]),
            (#"{"data":{"summary":"The child was put at risk by an adult."}}"#, []),
            (#"{"data":{"summary":""}}"#, []),
            (#"{"id":"1"}"#, []),
        ]
    )
    func warnings(json: String, paths: [String]) throws {
        let event = try #require(try JSONReader.read(Array(json.utf8)).object)
        let warnings = EventError.wording(of: event)
        #expect(warnings.map(\.path) == paths)
        #expect(warnings.allSatisfy { $0.code == .blamingWords && $0.code.isWarning })
        #expect(warnings.allSatisfy { !$0.message.contains("risk") && !$0.message.contains("choice") })
    }
}
