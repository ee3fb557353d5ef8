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
