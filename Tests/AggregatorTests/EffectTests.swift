import BusProtocol
import BusTransport
import DaemonKit
import Foundation
import Logging
import SafeguardingModel
import TestKit
import Testing
import ZeroMQ

@testable import Aggregator
@testable import Journal

@Suite("Effects are performed")
struct EffectTests {
    private static let alert = Alert(
        id: "A-1-0",
        finding: Finding(
            rule: "sample-rule",
            ruleVersion: 1,
            subject: .child(ChildID(rawValue: "C-1")),
            severity: .high,
            enteredAt: AggregatorWorld.start,
            evidence: [1],
            sectors: [.police]
        ),
        explanation: Explanation(headline: "Example"),
        title: "Sample",
        tell: ["cse-team"],
        raisedAt: AggregatorWorld.start,
        acknowledgeBy: nil
    )

    fileprivate func notice(_ position: Position) -> RecordedEffect {
        let notice = Notice(
            id: "N-\(position)-0",
            to: "whiston-health",
            kind: .receipt,
            at: AggregatorWorld.start,
            about: ["1"],
            text: String(repeating: "Example ", count: 2_000)
        )
        return RecordedEffect(position: position, ordinal: 0, effect: .notice(notice))
    }

    @Test("Effects that find the disk full wait, in order, and their agencies hear of them once they are recorded")
    func fullDisk() async throws {
        let world = try AggregatorWorld()
        try world.derived.limit(pages: 1)
        await world.executor.perform([notice(1), notice(2)], through: 2)
        await world.executor.perform([notice(3)], through: 3)
        #expect(world.health.has(.effectsUnrecorded) && !world.health.has(.journalUnwritable))
        #expect(try world.derived.judgedThrough() == 0 && world.told.all.isEmpty)

        try world.derived.limit(pages: 1 << 20)
        world.executor.recordRest()
        #expect(try world.derived.judgedThrough() == 3 && !world.health.has(.effectsUnrecorded))
        #expect(try world.derived.effectTexts(after: (0, 0), limit: 9).map(\.position) == [1, 2, 3])
        #expect(world.told.all == ["whiston-health"])
        world.executor.recordRest()
        #expect(world.told.all.count == 1)
    }

    @Test("An agency gets its own notices in order, and none again that it has noted")
    func notices() async throws {
        let world = try AggregatorWorld()
        await world.executor.perform((1...3).map(notice), through: 3)
        let all = try await world.aggregator.notices(for: "whiston-health", after: 0, limit: 9)
        #expect(all.count == 3 && all.map(\.number) == all.map(\.number).sorted())
        #expect(try await world.aggregator.notices(for: "merseyside-police", after: 0, limit: 9).isEmpty)
        try await world.aggregator.noted(by: "whiston-health", through: all[1].number)
        #expect(try await world.aggregator.notices(for: "whiston-health", after: 0, limit: 9) == [all[2]])
    }

    @Test("Screens hear of an alert when it is new, and not once more when the derived file is made anew")
    func broadcast() async throws {
        let first = try AggregatorWorld()
        _ = await first.store((1...4).map { .event($0) })
        await first.stop()
        try Files.remove(first.folder("derived.sqlite"))
        let world = try AggregatorWorld(in: first.folder)
        #expect(world.derived.madeAnew != nil)
        let keys = LiveAgencyDirectory(AgencyDirectory([]))
        let authenticator = try CurveAuthenticator(context: Context(), keys: .generate(), policy: keys)
        let broadcast = AlertBroadcast(authenticator: authenticator)
        try await broadcast.start(at: "tcp://127.0.0.1:*")
        let logger = Logger(label: "aggregator") { _ in SwiftLogNoOpLogHandler() }
        let executor = EffectExecutor(
            world.derived,
            broadcast: broadcast,
            logger: logger,
            faults: world.aggregator.faults,
            noticesWaiting: { _ in }
        )
        for (position, sent) in [(1, 0), (4, 0), (5, 1)] as [(Position, Int)] {
            let effect = RecordedEffect(position: position, ordinal: 0, effect: .raised(Self.alert))
            await executor.perform([effect], through: position)
            #expect(await broadcast.sent == sent)
        }
        #expect(try world.derived.effectTexts(after: (0, 0), limit: 9).map(\.position) == [1, 4, 5])
        await broadcast.stop()
    }

    @Test(
        "A derived file that lacks a table, or is damaged while it is used, ends the program; the next start makes it anew"
    )
    func damaged() async throws {
        await #expect(processExitsWith: .exitCode(70)) {
            let world = try AggregatorWorld()
            try world.folder.change("derived.sqlite", ["DROP TABLE effect"])
            await world.executor.perform([EffectTests().notice(1)], through: 1)
        }
        await #expect(processExitsWith: .exitCode(70)) {
            let world = try AggregatorWorld()
            world.aggregator.faults.handle(.damaged(path: world.derived.path, reason: "sample"), of: world.derived)
        }
        for sql in [
            "DROP TABLE effect", "DROP TABLE notice", "ALTER TABLE effect DROP COLUMN body", "CREATE TABLE x (y)",
        ] {
            let world = try AggregatorWorld()
            _ = await world.store([.event(1)])
            await world.stop()
            try world.folder.change("derived.sqlite", [sql])
            let again = try AggregatorWorld(in: world.folder)
            #expect(again.derived.madeAnew == "its tables are not those that this version makes", "\(sql)")
            await again.executor.perform([notice(1)], through: 1)
            #expect(try again.derived.judgedThrough() == 1)
        }
    }
}
