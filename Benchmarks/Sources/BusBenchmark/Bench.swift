import Foundation

/// A site of its own with a real aggregator, and what is measured on it.
struct Bench {
    let bin: String
    let site: String
    let port: Int
    let children: Int

    private var program: String { CommandLine.arguments[0] }
    private var journal: String { "\(site)/data/aggregator/journal.sqlite" }

    func prepare() throws {
        let made = try Child("\(bin)/refbus", ["init", site, "--ports", "\(port)"])
        _ = made.finish()
        guard made.process.terminationStatus == 0 else { throw BenchmarkError("refbus init failed") }
    }

    func start() throws -> Child {
        let log = "\(site)/aggregator.log"
        FileManager.default.createFile(atPath: log, contents: nil)
        let errors = FileHandle(forWritingAtPath: log) ?? .standardError
        let child = try Child("\(bin)/aggregator", ["--config", "\(site)/Config/aggregator.yaml"], errors: errors)
        try waitFor("serving", seconds: 120) {
            FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self).contains("Ready") }
                ?? false
        }
        return child
    }

    /// Events a second from the first sent to the last acknowledged.
    /// Every sector tells of every child once: records of children are what costs most.
    func introduce(_ aggregator: Child) throws {
        let memory = aggregator.memory
        let results = try senders(events: children, rate: 0, run: 0, introduces: true)
        _ = try waitUntilJudged()
        let records = children * results.count
        Report.line("\(records) records of \(children) children made", "\(Int(Bench.rate(results))) events per second")
        Report.line("  memory a record", "\((aggregator.memory - memory) / records) bytes")
    }

    /// Events a second from the first sent to the last acknowledged.
    func throughput(_ aggregator: Child, events: Int) throws -> Double {
        let memory = aggregator.memory
        let before = (all: aggregator.processorSeconds, threads: aggregator.processorTime)
        let results = try senders(events: events / 5, rate: 0, run: 1)
        let judged = try waitUntilJudged()
        let rate = Bench.rate(results)
        Report.line("events acknowledged per second", "\(Int(rate))")
        let late = judged - (results.map(\.ended).max() ?? judged)
        Report.line("  all of them judged, after the last was acknowledged", "at most \(Report.round(late, 0)) s")
        Report.line("  alerts raised", "\(status("alerts") ?? 0)")
        report(aggregator.processorSeconds - before.all, before.threads, aggregator.processorTime, events: events)
        Report.line("resident memory: before, after", "\(memory >> 20) MiB, \(aggregator.memory >> 20) MiB")
        Report.line("  per fact", "\((aggregator.memory - memory) / events) bytes")
        return rate
    }

    private func report(
        _ total: Double,
        _ before: [(thread: String, seconds: Double)],
        _ after: [(thread: String, seconds: Double)],
        events: Int
    ) {
        Report.line("aggregator's CPU per event", "\(Report.round(total / Double(events) * 1_000_000)) us")
        for (thread, seconds) in after {
            let spent = seconds - (before.first { $0.thread == thread }?.seconds ?? 0)
            if spent / total > 0.01 { Report.line("  \(thread)", "\(Report.round(spent / total * 100, 0)) %") }
        }
    }

    func latency(_ aggregator: Child, rate: Int, seconds: Int) throws {
        let results = try senders(events: rate / 5 * seconds, rate: rate / 5, run: 2)
        let worst = { (value: KeyPath<Sender.Result, Double>) in results.map { $0[keyPath: value] }.max() ?? 0 }
        Report.line(
            "at \(rate) events/s: p50, p99, p99.9, max",
            [\Sender.Result.p50, \.p99, \.p999, \.worst].map { Report.round(worst($0)) }.joined(separator: ", ")
                + " ms (worst of five)"
        )
    }

    func restarted(_ aggregator: Child, at total: Int) throws -> Child {
        var run = 3
        while journalLength() < total {
            _ = try senders(
                events: min(400_000, max(5_000, (total - journalLength()) / 5 + 1)),
                rate: 0,
                run: run,
                days: 365
            )
            run += 1
        }
        _ = try waitUntilJudged()
        let length = journalLength()
        aggregator.stop()
        let began = Date()
        let again = try start()
        Report.line(
            "restart with \(length) entries: serving after",
            "\(Report.round(Date().timeIntervalSince(began))) s"
        )
        _ = try waitUntilJudged()
        Report.line("  and all judged after", "\(Report.round(Date().timeIntervalSince(began))) s")
        Report.line("  resident memory", "\(again.memory >> 20) MiB")
        return again
    }

    func redis(events: Int, ours: Double) throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/redis-server") else {
            return Report.line("Redis Streams", "not installed (Scripts/prerequisites bench)")
        }
        let folder = "\(site)/redis"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let server = try Child(
            "/usr/bin/redis-server",
            ["--port", "\(port + 99)", "--dir", folder, "--appendonly", "yes", "--appendfsync", "always", "--save", ""]
        )
        defer { server.stop() }
        try waitFor("redis") { (try? TCPConnection(port: port + 99)) != nil }
        let start = Date().timeIntervalSince1970 + 3
        let producers = try SampleEvents.Sector.allCases.map {
            try Child(
                program,
                [
                    "redis-producer", "--port", "\(port + 99)", "--sector", $0.rawValue, "--events", "\(events / 5)",
                    "--start-at", "\(start)",
                ]
            )
        }
        let theirs = Bench.rate(try producers.map { try Bench.result($0.finish()) })
        Report.line("Redis Streams, fsync always, window 256", "\(Int(theirs)) per second (unencrypted, unjudged)")
        Report.line("our ratio to it", Report.round(ours / theirs))
    }

    private func senders(
        events: Int,
        rate: Int,
        run: Int,
        days: Int = 365,
        introduces: Bool = false
    ) throws -> [Sender.Result] {
        let start = Date().timeIntervalSince1970 + 3
        let children = try SampleEvents.Sector.allCases.map { sector in
            try Child(
                program,
                [
                    "sender", "--site", site, "--endpoint", "tcp://127.0.0.1:\(port)", "--sector", sector.rawValue,
                    "--events", "\(events)", "--children", "\(self.children)", "--rate", "\(rate)", "--series",
                    "\(run)", "--days", "\(days)", "--start-at", "\(start)",
                ] + (introduces ? ["--introduce"] : [])
            )
        }
        return try children.map { try Bench.result($0.finish()) }
    }

    private func journalLength() -> Int { status("last") ?? 0 }

    /// Waits until judgement has caught up with the journal; the moment at which it had.
    private func waitUntilJudged() throws -> Double {
        try waitFor("judgement", seconds: 600) {
            guard let last = status("last"), let judged = status("judged") else { return false }
            return last > 0 && judged >= last
        }
        return Date().timeIntervalSince1970
    }

    /// A number of the aggregator's own health file, which it writes every five seconds.
    func status(_ name: String) -> Int? {
        guard let data = FileManager.default.contents(atPath: "\(site)/data/aggregator/health.json"),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        let facts = object["facts"] as? [String: Any]
        return (facts?[name] as? NSNumber)?.intValue
    }

    private static func result(_ text: String) throws -> Sender.Result {
        guard let result = try? JSONDecoder().decode(Sender.Result.self, from: Data(text.utf8)) else {
            throw BenchmarkError("a sender failed: \(text)")
        }
        return result
    }

    private static func rate(_ results: [Sender.Result]) -> Double {
        let seconds = (results.map(\.ended).max() ?? 0) - (results.map(\.began).min() ?? 0)
        return Double(results.map(\.events).reduce(0, +)) / seconds
    }
}
