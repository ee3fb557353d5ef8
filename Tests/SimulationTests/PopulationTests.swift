import EventFormat
import Foundation
import SafeguardingModel
import Simulation
import StrictYAML
import TestKit
import Testing

@Suite("A synthetic authority")
struct PopulationTests {
    static func parameters() throws -> PopulationParameters {
        let path = ShippedRules.folder.appendingPathComponent("population.yaml")
        return try PopulationParameters(parsing: String(contentsOf: path, encoding: .utf8), file: "population.yaml")
    }

    /// A tenth of the authority.
    static func small() throws -> PopulationParameters {
        var parameters = try parameters()
        (parameters.lookedAfter, parameters.otherChildren) = (60, 60)
        (parameters.missingLookedAfter, parameters.missingOthers) = (12, 6)
        return parameters
    }

    @Test("The same seed gives the same year, another seed another")
    func seeds() throws {
        let parameters = try Self.small()
        #expect(Authority(parameters, seed: 7).tellings == Authority(parameters, seed: 7).tellings)
        #expect(Authority(parameters, seed: 7).tellings != Authority(parameters, seed: 8).tellings)
    }

    @Test("Every event is one that the bus takes, and reads back as what judgement is given")
    func documents() throws {
        var reader = EventReader()
        var parameters = try Self.small()
        parameters.rates["intelligence"] = parameters.rates["absenceMark"]
        let tellings = Authority(parameters, seed: 3).tellings
        try #require(tellings.contains { $0.event.kind == .intelligenceRecorded })
        for telling in tellings {
            var event = try reader.read(telling.document.bytes)
            let fields = event.fields.filter { $0.name != .reason && $0.name != .of }
            try #require(Set(fields) == Set(telling.event.fields))
            // Read in the order of the schema, whatever was told first.
            try #require(Set(event.links) == Set(telling.event.links))
            (event.fields, event.links) = (telling.event.fields, telling.event.links)
            try #require(event == telling.event)
            try #require(event.agency == telling.agency)
        }
    }

    @Test(
        "So is an event with everything that an agency may tell",
        arguments: [
            #""people": ["friend Chloe aged 14", "male, 30-35 years old"]"#,
            #""people": [{"name": "John Sample", "born": "1980-01-31", "role": "carer", "reference": "P/7"}]"#,
            #""people": [{"name": "H", "role": "person-of-concern", "phones": ["07700 900123"], "handles": ["@h77", "h_78"]}]"#,
            #""people": [{"name": "Jo Sample", "age": "24", "aliases": ["J", "Jay"], "vehicles": ["AB12 CDE"]}]"#,
            #""people": [{"name": "Jo Sample", "postcode": "L1 1AA", "address": "Flat 2, 14 Example Street"}]"#,
            #""places": [{"name": "The Arches", "postcode": "L1 1AA"}, {"kind": "home", "postcode": "l1 1ab"}]"#,
            #""places": ["Example Park", {"kind": "clinic", "address": "3 Example Road", "uprn": "100012345678"}]"#,
            #""places": [{"kind": "home", "address": "3 Example Road", "postcode": "L1 1AB"}, {"postcode": "L1 1AC"}]"#,
            #""vehicles": ["AB12 CDE"], "phones": ["07700 900124", "unknown"], "handles": ["@H79"]"#,
            #""indicators": ["gifts"], "summary": "Seen in the town.", "exercise": true"#,
            #""handling": {"audience": ["police", "panel"], "sanitised": "Something is held."}"#,
            #""handling": {"sanitised": "Something is held."}, "reason": "a typing error", "of": "e-0""#,
        ]
    )
    func everything(_ members: String) throws {
        let child = """
            {"givenName": "Ada", "familyName": "Example", "born": "2002-06-15", "sex": "F", "postcode": "L36 9YU",
            "address": "1 Example Street", "town": "Whiston", "nhsNumber": "999 123 4560", "upn": "A000000000001",
            "pncId": "2001/0000001A", "localAuthorityId": "LA-1", "aliases": ["Addie", "A. Sample"]}
            """
        let kind = members.contains(#""of""#) ? "event.withdrawn" : "arrest.made"
        let text = """
            {"specversion": "1.0", "id": "e-1", "source": "/police/test", "type": "referralbus.v1.\(kind)",
            "time": "2016-01-03", "recordedtime": "2016-01-04T09:00:00Z", "subject": "S-1",
            "data": {"precision": "day", "child": \(child), \(members)}}
            """
        var reader = EventReader()
        let event = try reader.read(Array(text.utf8))
        let again = try reader.read(TimedDelivery(event, from: "police", arrives: event.recorded).document.bytes)
        #expect(again == event)
    }

    @Test("So is every event of a stream")
    func streamed() throws {
        var reader = EventReader()
        var kinds: Set<EventKind> = []
        for telling in EventStream(.init(events: 2_000, children: 100), seed: 3).tellings {
            let event = try reader.read(telling.document.bytes)
            try #require(event.handling == telling.event.handling)
            kinds.insert(event.kind)
        }
        #expect(kinds.contains(.intelligenceRecorded))
    }

    @Test("Lengths and numbers of episodes are spread as published")
    func spread() throws {
        let parameters = try Self.parameters()
        let all = (1...3).flatMap { Authority(parameters, seed: UInt64($0)).tellings }
        let own = all.filter { $0.agency == "police" && $0.event.kind == .missingReported }
        let perYear = own.count / 3
        // 166 children with a mean of 6.8 episodes, less those too short to be reported.
        #expect((800...1_400).contains(perYear), "\(perYear) reports a year")
    }

    @Test("A parameter that is missing or mistyped is an error with its line")
    func mistakes() throws {
        let path = ShippedRules.folder.appendingPathComponent("population.yaml")
        let text = try String(contentsOf: path, encoding: .utf8)
        let wrong = text.replacingOccurrences(of: "  graded: 700", with: "  gradde: 700")
        let fault = #expect(throws: YAMLError.self) { try PopulationParameters(parsing: wrong, file: "p.yaml") }
        #expect(fault?.description.contains("did you mean 'graded'") == true)
        #expect((fault?.line ?? 0) > 20)
    }
}
