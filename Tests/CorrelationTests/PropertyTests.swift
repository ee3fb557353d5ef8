import Correlation
import Foundation
import RuleEngine
import SafeguardingModel
import TestKit
import Testing

/// `REFBUS_SEED=77 swift test --filter PropertyTests` tries other histories; a failure prints its seed and the smallest
/// history that shows it.
@Suite("Ten thousand short histories: what stands is what the facts say, however they came")
struct PropertyTests {
    private static func number(_ name: String, or usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    private static let seeds = (0..<40).map { UInt64(number("REFBUS_SEED", or: 1) * 1_000 + $0) }
    private static let batch = number("REFBUS_BATCH", or: 250)

    /// Rules as the plain reading and as judgement have them.
    private struct Readings {
        let oracle: Oracle
        let begun: Played

        init(_ rules: [SiteConfiguration.TextFile], _ relations: SiteConfiguration.TextFile) throws {
            let agencies = try Story.allAgencies.get()
            oracle = try Oracle(
                rules: rules,
                calendar: ShippedRules.load().calendar,
                relations: relations,
                agencies: agencies
            )
            var played = Played()
            played.apply(try Story.configuration(rules, relations, agencies: agencies), at: Story.beginning)
            begun = played
        }
    }

    private static let shipped = Result { try Readings(ShippedRules.files(), ShippedRules.relations()) }
    private static let all = Result {
        try Readings(ShippedRules.files() + LanguageRules.files, LanguageRules.relations)
    }

    @Test("Any order, duplicates, delays, batches, restarts and what is taken back: all agree with the plain reading")
    func histories() async throws {
        let fired = try await withThrowingTaskGroup(of: [String: Int].self) { group in
            for seed in Self.seeds { group.addTask { try Self.judge(seed) } }
            return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        }
        let often = try Self.shipped.get().oracle.rules.map { (name: $0.name, count: fired[$0.name] ?? 0) }
        let table = often.sorted { $0.count < $1.count }.map { "\($0.count) \($0.name)" }.joined(separator: "\n")
        if Self.number("REFBUS_TABLE", or: 0) > 0 { print(table) }
        #expect(often.allSatisfy { $0.count > 0 || Self.batch < 250 }, "histories in which each rule speaks:\n\(table)")
    }

    /// Judges the histories of one seed; returns in how many of them each rule speaks.
    private static func judge(_ seed: UInt64) throws -> [String: Int] {
        // In every fifth batch the rules stand that nobody ships, too.
        let readings = try seed % 5 == 0 ? all.get() : shipped.get()
        let oracle = readings.oracle
        var dice = SeededGenerator(seed: seed)
        var fired: [String: Int] = [:]
        for number in 1...batch {
            let history = try History.generated(&dice, under: readings.begun)
            let judged = try history.judged(oracle)
            for rule in Set(judged.said.map(\.rule)) { fired[rule, default: 0] += 1 }
            guard judged.fault != nil else { continue }
            let small = history.shrunk(oracle)
            let fault = try small.judged(oracle).fault ?? ""
            Issue.record("seed \(seed), history \(number), \(small.way) \(small.seed):\n\(small.lines)\n\(fault)")
            break
        }
        return fired
    }
}
