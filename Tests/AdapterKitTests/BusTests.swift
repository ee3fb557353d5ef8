import AdapterKit
import BusProtocol
import BusTransport
import DaemonKit
import Glibc
import Logging
import SafeguardingModel
import Synchronization
import TestKit
import Testing
import ZeroMQ

/// An aggregator's ear with a journal in memory, that refuses events whose id holds `refuse`.
final class SampleAggregator: EventSink, NoticeSource {
    private struct Content {
        var settled: [OutboxID: UInt64] = [:]
        var bodies: [String] = []
        var refused: [OutboxID: [RefusedEvent]] = [:]
        var notice: NumberedNotice?
    }

    private let content = Mutex(Content())

    var bodies: [String] { content.withLock { $0.bodies } }
    var epochs: Int { content.withLock { $0.settled.count } }

    func post(_ notice: NumberedNotice) { content.withLock { $0.notice = notice } }

    func read(_ batch: [Arrival]) async -> Storing {
        { self.accept(batch) }
    }

    private func accept(_ batch: [Arrival]) -> [Verdict] {
        content.withLock { content in batch.map { SampleAggregator.verdict($0, &content) } }
    }

    private static func verdict(_ arrival: Arrival, _ content: inout Content) -> Verdict {
        content.settled[arrival.outbox] = arrival.sequence
        let text = String(decoding: arrival.body, as: UTF8.self)
        guard !text.contains("refuse") else {
            let refusal = Refusal(code: "bad-value", path: "$.data", message: "Expected something else.")
            content.refused[arrival.outbox, default: []].append(
                RefusedEvent(sequence: arrival.sequence, refusal: refusal)
            )
            return .refused(refusal)
        }
        content.bodies.append(text)
        return .stored
    }

    func standing(of outbox: OutboxID, after number: UInt64) async throws -> BusProtocol.OutboxProgress {
        content.withLock { content in
            let refused = content.refused[outbox, default: []].filter { $0.sequence > number }
            return .init(acknowledged: content.settled[outbox] ?? 0, refused: refused)
        }
    }

    func notices(for agency: AgencyName, after number: UInt64, limit: Int) async throws -> [NumberedNotice] {
        content.withLock { [$0.notice].compactMap(\.self).filter { $0.number > number } }
    }

    func noted(by agency: AgencyName, through number: UInt64) async throws {}
}

@Suite("From the inbox to the aggregator")
struct BusTests {
    private let aggregator = SampleAggregator()
    private let site: SampleSite
    private let gateway: Gateway

    init() async throws {
        // The site's keys come first, the port that the system chose goes into its configuration.
        let site = try SampleSite()
        let context = try Context()
        let holder = AgencyDirectory.Holder(
            name: "sample-house",
            sector: .residential,
            keys: [site.client.publicKey.bytes]
        )
        let authenticator = try CurveAuthenticator(
            context: context,
            keys: site.server,
            policy: LiveAgencyDirectory(AgencyDirectory([holder]))
        )
        gateway = Gateway(authenticator: authenticator, sink: aggregator, notices: aggregator)
        let endpoint = try await gateway.start(at: "tcp://127.0.0.1:*")
        let text = try Files.text(site.configuration).replacing("tcp://127.0.0.1:1", with: endpoint)
        try Files.write(Array(text.utf8), to: site.configuration)
        self.site = site
    }

    /// Runs the adapter as a daemon until the body is done with it.
    private func running(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let program = try site.program()
        let health = Health(program: SampleAdapter.name)
        try Files.makeFolder(program.data)
        let context = DaemonContext(logger: .silent, clock: SystemClock(), health: health)
        var running = try await program.start(context)
        running.services.append(
            NamedService("test") {
                try await body()
                throw Seen()
            }
        )
        try? await Daemon(running, logger: .silent, health: health).run()
    }

    @Test("An export's events arrive, are acknowledged, and leave the outbox; its bad row stays in quarantine")
    func whole() async throws {
        try site.folder.write(
            AdapterWorld.header + "N-1,C-1,01/01/2016,gifts\nN-2,C-2,2016,gifts\n",
            to: "inbox/sample-house/notes_1.csv"
        )
        let (aggregator, folder) = (aggregator, site.folder)
        try await running {
            try await eventually("the event arrives") { aggregator.bodies.count == 1 }
            let quarantine = folder("inbox/sample-house/quarantine/notes_1.csv.rejected.csv")
            try await eventually("the bad row is shown") { Files.exists(quarantine) }
        }
        let outbox = try Outbox(folder: site.folder("data/sample-house"))
        try await eventually("nothing is pending") { outbox.load.events <= 1 }
        #expect(aggregator.bodies.first?.contains("notes-N-1-observed") == true)
    }

    @Test("What the aggregator refuses is shown in quarantine with its reason; its notices are kept")
    func refusedAndNoticed() async throws {
        try site.folder.write(
            AdapterWorld.header + "refuse-1,C-1,01/01/2016,gifts\nN-2,C-2,01/01/2016,gifts\n",
            to: "inbox/sample-house/notes_1.csv"
        )
        aggregator.post(NumberedNotice(number: 9, json: Array("{}".utf8)))
        let (aggregator, folder) = (aggregator, site.folder)
        let reasons = folder("inbox/sample-house/quarantine/refused.reasons.txt")
        try await running {
            try await eventually("the refusal is shown") { Files.exists(reasons) && aggregator.bodies.count == 1 }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try Files.text(reasons).contains("bad-value at $.data: Expected something else."))
        #expect(try Files.text(site.folder("inbox/sample-house/quarantine/refused.jsonl")).contains("refuse-1"))
        let outbox = try Outbox(folder: site.folder("data/sample-house"))
        #expect(try await outbox.lastNotice() == 9)
        #expect(try await outbox.refused().count == 1)
    }

    @Test("An outbox put back from a copy goes on under a new epoch, and what is new in it arrives")
    func restored() async throws {
        let (aggregator, folder) = (aggregator, site.folder)
        let data = folder("data/sample-house")
        try site.folder.write(AdapterWorld.header + "N-1,C-1,01/01/2016,gifts\n", to: "inbox/sample-house/notes_1.csv")
        try await running { try await eventually("the first arrives") { aggregator.bodies.count == 1 } }
        let copy = try Files.read("\(data)/outbox.sqlite")
        try site.folder.write(AdapterWorld.header + "N-2,C-1,01/01/2016,gifts\n", to: "inbox/sample-house/notes_2.csv")
        try await running { try await eventually("the second arrives") { aggregator.bodies.count == 2 } }
        try Files.write(copy, to: "\(data)/outbox.sqlite")
        try site.folder.write(AdapterWorld.header + "N-3,C-1,01/01/2016,gifts\n", to: "inbox/sample-house/notes_3.csv")
        try await running {
            try await eventually("the third arrives") { aggregator.bodies.contains { $0.contains("N-3") } }
        }
        #expect(aggregator.epochs == 2)
    }

    @Test("After a restore of the aggregator everything that is held arrives again, acknowledged or not, by itself")
    func aggregatorRestored() async throws {
        let (aggregator, folder) = (aggregator, site.folder)
        // The events that an aggregator acknowledged before it was restored from an empty copy.
        try Files.makeFolder(folder("data/sample-house"))
        let outbox = try Outbox(folder: folder("data/sample-house"))
        let events = (1...3).map {
            ReadyEvent(source: "/sample-house/x", id: "E-\($0)", body: Array("{\($0)}".utf8), digest: "d")
        }
        _ = try await outbox.accept(events, at: SystemClock().now)
        try await outbox.settle(through: 2, refused: [], at: SystemClock().now)
        let epoch = outbox.epoch
        outbox.close()
        try await running { try await eventually("all three arrive") { aggregator.bodies.count == 3 } }
        #expect(aggregator.bodies == ["{1}", "{2}", "{3}"])
        #expect(try Outbox(folder: folder("data/sample-house")).epoch != epoch)
    }

    @Test("A copy that is noticed only by the aggregator's greater knowledge is restarted under a new epoch at once")
    func outrun() async throws {
        let (aggregator, folder) = (aggregator, site.folder)
        let data = folder("data/sample-house")
        try Files.makeFolder(data)
        let outbox = try Outbox(folder: data)
        let epoch = outbox.epoch
        let earlier = (1...20).map {
            Arrival(outbox: OutboxID(agency: "sample-house", epoch: epoch), sequence: $0, body: [])
        }
        _ = await aggregator.read(earlier)()
        outbox.close()
        try site.folder.write(AdapterWorld.header + "N-1,C-1,01/01/2016,gifts\n", to: "inbox/sample-house/notes_1.csv")
        try await running {
            try await eventually("the event arrives all the same") { aggregator.bodies.contains { $0.contains("N-1") } }
        }
        #expect(aggregator.epochs == 2)
    }
}

/// Ends the daemon in good order when a test has seen what it wanted to see.
private struct Seen: Error {}
