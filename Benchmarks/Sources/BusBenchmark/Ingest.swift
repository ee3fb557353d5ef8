import ArgumentParser
import Foundation

/// Five CURVE senders, 1 KiB events, validated, journaled with fsync, acknowledged, every one correlated.
struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Throughput, latency, memory and restart of the aggregator, with Redis Streams beside it."
    )

    @Option(help: "The folder of the release binaries.")
    var bin: String
    @Option(help: "Events in the throughput run.")
    var events = 1_000_000
    @Option(help: "Children that they are about.")
    var children = 50_000
    @Option(help: "Fill the journal up to this many events, restart, and time until it serves; 0: do not.")
    var restart = 0
    @Option var port = 7600

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bus-benchmark-\(getpid())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = Bench(bin: bin, site: folder, port: port, children: children)
        try bench.prepare()
        var aggregator = try bench.start()
        defer { aggregator.stop() }
        Report.title("Ingest: five CURVE senders, 1 KiB events, validated, journaled (synchronous=FULL), correlated")
        try bench.introduce(aggregator)
        let ours = try bench.throughput(aggregator, events: events)
        try bench.latency(aggregator, rate: 1_000, seconds: 20)
        try BareDisk.report(in: folder, times: 2_000)
        if restart > 0 { aggregator = try bench.restarted(aggregator, at: restart) }
        try bench.redis(events: min(events, 500_000), ours: ours)
    }
}

enum Report {
    static func title(_ text: String) { print("\n\(text)\n" + String(repeating: "-", count: text.count)) }
    static func line(_ name: String, _ value: String) {
        print(name.padding(toLength: 44, withPad: " ", startingAt: 0) + value)
        fflush(nil)
    }
    static func round(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }
}
