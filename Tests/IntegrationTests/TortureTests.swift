import Foundation
import FoundationNetworking
import SafeguardingModel
import TestKit
import Testing

@Suite("Killed at random moments under load", .serialized)
struct TortureTests {
    /// REFBUS_SEED plays a storm again; REFBUS_TORTURE_EVENTS and REFBUS_TORTURE_KILLS change its size, and REFBUS_PROGRAMS
    /// names the folder of other builds of the programs.
    private static func setting(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    @Test(
        "Nothing acknowledged is lost and nothing is counted twice",
        .timeLimit(.minutes(30))
    )
    func storm() throws {
        let seed = UInt64(Self.setting("REFBUS_SEED", Int.random(in: 1...1_000_000)))
        let events = Self.setting("REFBUS_TORTURE_EVENTS", 300_000)
        let kills = Self.setting("REFBUS_TORTURE_KILLS", 200)
        print("Torture: seed \(seed), \(events) events, at least \(kills) kills")
        let storm = try Storm(seed: seed, events: events, kills: kills)
        let report = try storm.run()
        print(
            "Torture: \(report.kills) kills (\(report.aggregatorKills) of the aggregator) in \(Int(report.seconds)) s"
        )

        #expect(report.kills >= kills, "seed \(seed)")
        #expect(report.pending == 0, "every outbox is empty; seed \(seed)")
        #expect(report.refused == 0, "seed \(seed)")
        #expect(report.missing.isEmpty, "events that were taken and are not in the journal; seed \(seed)")
        #expect(report.extra == 0, "events that stand twice, or were never sent; seed \(seed)")
        #expect(report.verified, "seals and alerts are what the entries give; seed \(seed)")
        #expect(report.alerts > 0)
    }
}

/// Five adapters fed over their local addresses, and an aggregator; one of them is killed again and again.
private final class Storm: @unchecked Sendable {
    // SAFETY: the feeders touch only their own agency's slot of `fed`, under `lock`; the rest belongs to `run`.
    private let site: TestSite
    private let perAgency: Int
    private let kills: Int
    private var chance: SeededGenerator
    private let lock = NSLock()
    private var fed = 0
    private var killed = 0
    private var all: Int { perAgency * TestSite.agencies.count }
    /// The status with which an adapter refused to take events at all; then there is nothing to test.
    private var turnedAway: Int?
    private let batch = 250

    struct Report {
        var kills = 0
        var aggregatorKills = 0
        var seconds = 0.0
        var pending = 0
        var refused = 0
        var missing: [String] = []
        var extra = 0
        var verified = false
        var alerts = 0
    }

    init(seed: UInt64, events: Int, kills: Int) throws {
        site = try TestSite()
        perAgency = events / TestSite.agencies.count
        self.kills = kills
        chance = SeededGenerator(seed: seed)
    }

    func run() throws -> Report {
        var report = Report()
        let began = Date()
        try site.start("aggregator")
        for agency in TestSite.agencies { try site.start(agency.name) }
        for agency in TestSite.agencies {
            Thread.detachNewThread { self.feed(agency.name, port: self.site.port + agency.port) }
        }
        try killWhileFeeding(&report)
        try settle(&report)
        report.seconds = Date().timeIntervalSince(began)
        try compare(&report)
        return report
    }

    // MARK: Load

    /// Posts every event until the adapter says that it holds it; after a lost answer the same events again.
    private func feed(_ agency: String, port: Int) {
        let session = URLSession(configuration: .ephemeral)
        for start in stride(from: 0, to: perAgency, by: batch) {
            while isAhead() { usleep(5_000) }
            let numbers = start..<min(start + batch, perAgency)
            let body = numbers.map { Self.event(agency, $0) }.joined(separator: "\n")
            var status = post(body, port, session)
            while status != 202 {
                guard !(400..<500).contains(status) else { return lock.withLock { turnedAway = status } }
                usleep(20_000)
                status = post(body, port, session)
            }
            lock.withLock { fed += numbers.count }
        }
    }

    /// Whether so much is fed that the last kills would come without load.
    private func isAhead() -> Bool {
        lock.withLock { fed * kills > all * (killed + 1) }
    }

    /// The kills are spread evenly over the load.
    private func mayKill() -> Bool {
        lock.withLock { killed < kills && killed * all <= fed * kills }
    }

    /// The status of the answer; 0 where none came.
    private func post(_ body: String, _ port: Int, _ session: URLSession) -> Int {
        guard let url = URL(string: "http://127.0.0.1:\(port)/events") else { return 0 }
        var request = URLRequest(url: url, timeoutInterval: 20)
        request.httpMethod = "POST"
        request.setValue("application/x-ndjson", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data(body.utf8)
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var status = 0  // SAFETY: written before the semaphore is signalled, read after.
        session.dataTask(with: request) { _, response, _ in
            status = (response as? HTTPURLResponse)?.statusCode ?? 0
            done.signal()
        }.resume()
        done.wait()
        return status
    }

    /// About one in fifty is a concern, so that children converge; the rest are what schools and homes tell every day.
    private static func event(_ agency: String, _ number: Int) -> String {
        let child = number % 2_000
        if number % 50 == 0 { return sampleEvent(agency, number, child: child) }
        return sampleEvent(agency, number, kind: "attendance.marked", child: child, data: #""code":"/","session":"am""#)
    }

    // MARK: Kills

    private func killWhileFeeding(_ report: inout Report) throws {
        while lock.withLock({ fed }) < all || report.kills < kills {
            if let status = lock.withLock({ turnedAway }) {
                throw Missing("events taken; an adapter answered \(status)")
            }
            usleep(UInt32(20_000 + chance.next() % 120_000))
            let isAggregator = chance.next() % 5 == 0
            let victim =
                isAggregator
                ? "aggregator" : TestSite.agencies[Int(chance.next() % UInt64(TestSite.agencies.count))].name
            guard mayKill() else { continue }
            site.kill(victim)
            report.kills += 1
            lock.withLock { killed += 1 }
            report.aggregatorKills += isAggregator ? 1 : 0
            try site.start(victim, waits: false)
        }
    }

    /// The liveness phase: no more kills, everything drains.
    private func settle(_ report: inout Report) throws {
        for name in ["aggregator"] + TestSite.agencies.map(\.name) where !site.isRunning(name) { try site.start(name) }
        try eventually("all outboxes are empty", seconds: 300) {
            try TestSite.agencies.allSatisfy { try self.outbox($0.port).pending == 0 }
        }
        for agency in TestSite.agencies { report.refused += try outbox(agency.port).refused }
    }

    private func outbox(_ port: Int) throws -> (pending: Int, refused: Int) {
        guard let url = URL(string: "http://127.0.0.1:\(site.port + port)/outbox"),
            let data = try? Data(contentsOf: url),
            let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return (.max, 0) }
        return ((object["pending"] as? NSNumber)?.intValue ?? .max, (object["refused"] as? NSNumber)?.intValue ?? 0)
    }

    // MARK: The end

    /// Compares the events sent with the journal, as the exporting tool reads it.
    private func compare(_ report: inout Report) throws {
        _ = site.stop("aggregator")
        var wanted = Set<String>()
        for agency in TestSite.agencies {
            for number in 0..<perAgency { wanted.insert("/\(agency.name)/test t-\(number)") }
        }
        let export = "\(site.folder)/export.jsonl"
        let shell = "'\(TestSite.binaries)/refbus' journal export --site '\(site.folder)' > '\(export)'"
        #expect(try TestSite.run("/bin/sh", ["-c", shell]).status == 0)
        for line in try String(contentsOfFile: export, encoding: .utf8).split(separator: "\n")
        where line.contains(#""kind":"event""#) {
            if wanted.remove(Self.name(line)) == nil { report.extra += 1 }
        }
        report.missing = Array(wanted.prefix(5))
        let verified = try site.refbus("journal", "verify")
        report.verified = verified.status == 0
        let words = verified.text.split(separator: " ")
        report.alerts = words.firstIndex(of: "alerts:").flatMap { Int(words[$0 - 1]) } ?? 0
    }

    private static func name(_ line: Substring) -> String {
        func value(_ key: String) -> Substring {
            guard let start = line.range(of: "\"\(key)\":\"")?.upperBound else { return "" }
            return line[start...].prefix { $0 != "\"" }
        }
        return "\(value("source")) \(value("id"))"
    }
}
