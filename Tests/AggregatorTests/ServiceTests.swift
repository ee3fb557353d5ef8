import BusProtocol
import BusTransport
import DaemonKit
import Foundation
import Logging
import SafeguardingModel
import TestKit
import Testing

@testable import Aggregator
@testable import Journal

@Suite("What the aggregator does beside its path")
struct ServiceTests {
    private func context(_ world: AggregatorWorld) -> DaemonContext {
        DaemonContext(
            logger: Logger(label: "aggregator") { _ in SwiftLogNoOpLogHandler() },
            clock: world.clock,
            health: world.health
        )
    }

    @Test("When the journal is quiet its log is checkpointed, and after a full disk effects that wait are recorded")
    func checkpoints() async throws {
        let world = try AggregatorWorld()
        _ = await world.store((1...5).map { .event($0) })
        let service = CheckpointService(world.aggregator, world.executor, context(world))
        let running = Task { try await service.run() }
        try await eventually("the entries stand in the file itself") {
            let copy = try Scratch()
            try FileManager.default.copyItem(atPath: world.folder("journal.sqlite"), toPath: copy("journal.sqlite"))
            return (try? Journal(path: copy("journal.sqlite")).last) == 5
        }
        try world.derived.limit(pages: 1)
        let notice = Notice(
            id: "N-1-0",
            to: "whiston-health",
            kind: .receipt,
            at: AggregatorWorld.start,
            about: ["1"],
            text: String(repeating: "Example ", count: 2_000)
        )
        await world.executor.perform([RecordedEffect(position: 1, ordinal: 0, effect: .notice(notice))], through: 1)
        #expect(world.health.has(.effectsUnrecorded))
        try world.derived.limit(pages: 1 << 20)
        try await eventually("it is recorded") { try world.derived.judgedThrough() == 1 }
        try await eventually("the health is well again") { !world.health.has(.effectsUnrecorded) }
        running.cancel()
    }

    /// A site with the shipped rules and a register without keys.
    private func site() throws -> (folder: Scratch, configuration: AggregatorConfiguration) {
        let folder = try Scratch()
        try FileManager.default.copyItem(atPath: AggregatorWorld.package + "/Config", toPath: folder("Config"))
        return (folder, try AggregatorConfiguration(ConfigurationFile(path: folder("Config/aggregator.yaml"))))
    }

    private func append(_ text: String, to path: String) throws {
        try Files.write(Files.read(path) + Array(text.utf8), to: path)
    }

    @Test("A rule file with a fault leaves the rules of before in force, and a revoked key is out all the same")
    func registerWatch() async throws {
        let (folder, configuration) = try site()
        let world = try AggregatorWorld()
        let policy = LiveAgencyDirectory(try LastRegister(configuration).directory())
        let watch = RegisterWatch(configuration, policy: policy, aggregator: world.aggregator, context: context(world))
        try await watch.begin()
        #expect(world.journal.last == 1 && !world.health.has(.rulesOlderThanDisk))
        await watch.reread()
        #expect(world.journal.last == 1, "the same configuration is written once")

        try append("no: such\n", to: folder("Config/rules/agencies-converge.yaml"))
        await watch.compareWithDisk()
        #expect(world.health.has(.rulesOlderThanDisk))
        let register = folder("Config/agencies.yaml")
        let text = try Files.text(register)
        try Files.write(
            Array(text.replacing("status: active", with: "status: revoked", maxReplacements: 1).utf8),
            to: register
        )
        await watch.reread()
        #expect(world.journal.last == 1 && world.health.has(.rulesOlderThanDisk))
        #expect(policy.directory.holders.filter(\.isRevoked).map(\.name) == ["merseyside-police"])

        // A start with such a file goes on by the journal's configuration; one without any does not start.
        let again = RegisterWatch(configuration, policy: policy, aggregator: world.aggregator, context: context(world))
        try await again.begin()
        #expect(world.journal.last == 1)
        let empty = try AggregatorWorld()
        let first = RegisterWatch(configuration, policy: policy, aggregator: empty.aggregator, context: context(empty))
        await #expect(throws: (any Error).self) { try await first.begin() }

        let rule = folder("Config/rules/agencies-converge.yaml")
        try Files.write(Array(try Files.text(rule).replacing("no: such\n", with: "").utf8), to: rule)
        await watch.reread()
        #expect(world.journal.last == 1 && !world.health.has(.rulesOlderThanDisk), "the rules are those of before")
    }

    @Test("A register that cannot be read leaves the keys of the last one, and the first one has to be right")
    func lastRegister() throws {
        let (folder, configuration) = try site()
        let last = LastRegister(configuration)
        let good = try AgenciesFile(reading: configuration.site)
        try Files.makeFolder(configuration.data)
        try append("no: such\n", to: folder("Config/agencies.yaml"))
        #expect(throws: (any Error).self) { try last.directory() }
        last.keep(good)
        #expect(try last.directory().holders.map(\.name).sorted() == good.holders.map(\.name).sorted())
    }

    @Test(
        "A configuration with a fault is refused with its line",
        arguments: [
            ("publish: nowhere", "expected an address such as tcp://127.0.0.1:7400"),
            ("timezone: Mars/Base", "expected Europe/London, UTC or an offset such as +01:00"),
            ("lagLimit: 1", "100"), ("clock: yesterday", "a real site has no 'clock'"), ("colour: red", "colour"),
            ("mostFacts: { aDay: 1 }", "10"),
        ]
    )
    func configuration(line: String, says: String) throws {
        let (folder, _) = try site()
        let path = folder("Config/aggregator.yaml")
        let key = line.prefix { $0 != ":" }
        let kept = try Files.text(path).split(separator: "\n").filter { !$0.hasPrefix("\(key):") }
        try Files.write(Array((kept + [Substring(line), ""]).joined(separator: "\n").utf8), to: path)
        do {
            _ = try AggregatorConfiguration(ConfigurationFile(path: path))
            Issue.record("\(line) was taken")
        } catch {
            #expect("\(error)".contains(says) && "\(error)".contains("aggregator.yaml:\(kept.count + 1)"), "\(error)")
        }
    }

    @Test("Judgement is late when the same entries have waited for half a minute, and not because new ones come")
    func delay() {
        var delay = JudgementDelay()
        let start = AggregatorWorld.start
        let looks: [(judged: Position, last: Position, after: Int64, waits: Int64)] = [
            (0, 10, 0, 0), (5, 20, 10, 10), (9, 30, 29, 29), (10, 40, 30, 0), (39, 50, 50, 20), (50, 50, 60, 0),
            (50, 60, 70, 0), (50, 60, 90, 20), (50, 60, 40, 0),
        ]
        for look in looks {
            let waits = delay.wait(judged: look.judged, last: look.last, at: start + .seconds(look.after))
            #expect(waits == .seconds(look.waits), "\(look)")
        }
    }

    @Test("The clock of a script never goes back, and goes on by itself once it is released")
    func scriptedClock() {
        let clock = ScriptedClock(AggregatorWorld.start)
        clock.move(to: AggregatorWorld.start + .hours(2))
        clock.move(to: AggregatorWorld.start + .hours(1))
        #expect(clock.now == AggregatorWorld.start + .hours(2))
        clock.release()
        #expect(clock.now >= AggregatorWorld.start + .hours(2) && clock.now < AggregatorWorld.start + .hours(3))
    }

    @Test("What is set aside is told in numbers, and nothing where nothing is")
    func setAside() {
        #expect(SetAsideReport.sentence([]) == nil)
        let sentence = SetAsideReport.sentence([("sample-academy", 1, 40), ("sample-house", 2, 5)])
        #expect(
            sentence?.contains("40 of sample-academy about 1 reference, 5 of sample-house about 2 references") == true
        )
    }
}
