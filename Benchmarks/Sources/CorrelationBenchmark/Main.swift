import ArgumentParser
import Correlation
import Foundation
import RuleEngine
import RuleTools
import SafeguardingModel
import Simulation

/// Measures judgement alone, on one core: no journal, no socket, no disk.
@main
struct CorrelationBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correlate",
        abstract:
            "Events per second and memory of judgement, a backtest over the same events, and the cost by events a child."
    )

    @Option(help: "How many events.") var events = 1_000_000
    @Option(help: "About how many children.") var children = 50_000
    @Option(help: "The Config folder.") var config = "Config"
    @Option(help: "The same seed gives the same stream.") var seed: UInt64 = 1
    @Flag(help: "Only the stream and the backtest, not the curve.") var noCurve = false
    @Flag(help: "Only one agency's flood about one child, beside the same about two thousand.") var flood = false
    @Option(help: "So many times smaller a flood.") var share = 1
    @Flag(help: "Measures nothing: prints what was said, of the stream and of the synthetic authority, as two numbers.")
    var fingerprint = false

    func run() throws {
        let site = try Site(config)
        print(
            "rules \(site.rules.count), events \(events), children \(children), seed \(seed), 5 % late by up to 7 days"
        )
        if fingerprint { return try compare(site) }
        if flood { return try FloodCost.compare(site, share: share) }
        let before = Memory.resident
        let tellings = EventStream(.init(events: events, children: children), seed: seed).tellings
        let entries = site.entries(tellings)
        let held = Memory.resident
        live(entries, before: before, held: held)
        try backtest(entries, site)
        if !noCurve { curve(site) }
    }

    private func live(_ entries: [JournalEntry], before: Int, held: Int) {
        var correlator = Correlator()
        var effects = 0
        let seconds = Stopwatch.seconds { for entry in entries { effects += correlator.apply(entry).count } }
        let alerts = correlator.alertsUnexplained
        print("live: \(rate(entries.count, seconds)), \(round(seconds)) s, \(effects) effects, \(alerts.count) alerts")
        print(
            "memory: \((Memory.resident - held) >> 20) MB for judgement, \((held - before) >> 20) MB for the events themselves"
        )
    }

    /// One rule changed, and the whole past judged again by its two versions.
    private func backtest(_ entries: [JournalEntry], _ site: Site) throws {
        let changed = try ChangedRules(inForce: [site.configuration], new: [site.changed()])
        var backtest = Backtest(changed)
        let seconds = try Stopwatch.seconds { for entry in entries { try backtest.apply(entry) } }
        let report = backtest.report(from: .distantPast, to: .distantFuture)
        let moved = report.changes.count { $0.sort != .same }
        print(
            "backtest of \(changed.names): \(round(seconds)) s, \(report.changes.count) alerts compared, \(moved) otherwise"
        )
    }

    private func compare(_ site: Site) throws {
        let stream = EventStream(.init(events: events, children: children), seed: seed).tellings
        print("stream: \(try Fingerprint.of(site.entries(stream)))")
        print("authority: \(try Fingerprint.of(site.entries(try site.authority(config, seed: seed).tellings)))")
    }

    private func curve(_ site: Site) {
        print("events a child, children, microseconds an event")
        for perChild in [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000] {
            let total = max(perChild, min(20_000, perChild * 500))
            let shape = EventStream.Shape(events: total, children: total / perChild)
            let entries = site.entries(EventStream(shape, seed: seed).tellings)
            var correlator = Correlator()
            let seconds = Stopwatch.seconds { for entry in entries { _ = correlator.apply(entry) } }
            print("\(perChild), \(total / perChild), \(round(seconds * 1_000_000 / Double(entries.count)))")
        }
    }

    private func rate(_ count: Int, _ seconds: Double) -> String { "\(Int(Double(count) / seconds)) events/s" }
    private func round(_ value: Double) -> String { String(format: "%.2f", value) }
}
