import BusProtocol
import DaemonKit
import Foundation
import GRDB
import Logging
import SafeguardingModel
import Synchronization
import TestKit
import Testing

@testable import Aggregator
@testable import Journal

/// An aggregator without sockets: its real path, from arrivals to recorded effects, over a journal in a folder.
final class AggregatorWorld: Sendable {
    /// Mon 4 Jan 2016 09:00 in London.
    static let start = Instant(seconds: 1_451_898_000)

    /// Where the journal lies.
    enum Place: CaseIterable {
        case disk, memory

        var folder: String { self == .memory ? "/dev/shm" : "/tmp" }
    }

    let folder: Scratch
    let clock = SettableClock(start)
    let health = Health(program: "aggregator")
    let aggregator: Aggregator
    let executor: EffectExecutor
    /// The agencies that were told of waiting notices.
    let told: Told
    private let correlating = Mutex<Task<Void, any Error>?>(nil)

    final class Told: Sendable {
        private let names = Mutex<[AgencyName]>([])
        var all: [AgencyName] { names.withLock(\.self) }
        func add(_ more: [AgencyName]) { names.withLock { $0 += more } }
    }

    /// - Parameter folder: one that another world has left; nil for a new one.
    init(in folder: Scratch? = nil, on place: Place = .disk, lagLimit: Int = 50_000) throws {
        self.folder = try folder ?? Scratch(in: place.folder)
        let context = DaemonContext(
            logger: Logger(label: "aggregator") { _ in SwiftLogNoOpLogHandler() },
            clock: clock,
            health: health
        )
        let journal = try Journal(path: self.folder("journal.sqlite"))
        let faults = FaultHandling(context, data: self.folder("."))
        let derived = try DerivedFile(beside: journal)
        aggregator = Aggregator(journal, derived, clock: clock, lagLimit: lagLimit, faults: faults)
        let told = Told()
        self.told = told
        executor = EffectExecutor(
            derived,
            broadcast: nil,
            logger: context.logger,
            faults: faults,
            noticesWaiting: told.add
        )
    }

    var journal: Journal { aggregator.journal }
    var derived: DerivedFile { aggregator.derived }

    /// Reads the journal and judges from then on.
    func correlate() {
        let task = Task { [aggregator, executor] in try await aggregator.correlate(executor) }
        correlating.withLock { $0 = task }
    }

    /// Ends, and leaves the folder to the next.
    func stop() async {
        let task = correlating.withLock(\.self)
        task?.cancel()
        _ = await task?.result
        derived.close()
        journal.close()
    }

    /// Some of the shipped rules, for two agencies.
    func configure() async throws {
        var site = try SiteConfiguration(
            configFolder: AggregatorWorld.package + "/Config",
            agencies: [
                Agency(name: "merseyside-police", title: "Merseyside Police", sector: .police),
                Agency(name: "whiston-health", title: "Whiston Health", sector: .health),
            ],
            timezone: "Europe/London"
        )
        let rules = ["request-unacknowledged.yaml", "repeated-referrals.yaml", "agencies-converge.yaml"]
        site.rules.removeAll { !rules.contains($0.name) }
        _ = try await aggregator.write(site)
    }

    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Hands arrivals in as the gateway does that has many.
    func store(_ arrivals: [Arrival]) async -> [Verdict] { await aggregator.read(arrivals)() }

    func judged() async { await aggregator.worker.caughtUp(to: journal.last) }

    /// Verifies what is on disk, as somebody does who reads the files.
    func verified() throws -> JournalVerification { try folder.verified() }
}

extension Scratch {
    func verified() throws -> JournalVerification {
        let journal = try Journal(path: self("journal.sqlite"), readOnly: true)
        defer { journal.close() }
        return try JournalVerification(journal)
    }

    /// Changes a file as its operator could.
    func change(_ name: String, _ statements: [String]) throws {
        let queue = try DatabaseQueue(path: self(name))
        try queue.writeWithoutTransaction { for one in statements { try $0.execute(sql: one) } }
        try queue.close()
    }
}

extension Arrival {
    /// A referral about a child, or another event.
    static func event(
        _ number: UInt64,
        from agency: AgencyName = "merseyside-police",
        epoch: UInt64 = 1,
        child: Int = 1,
        kind: String = "referral.made",
        data: String? = nil,
        day: Int = 3,
        id: String? = nil
    ) -> Arrival {
        let said = data ?? "\"referral\":\"R-\(epoch)-\(number)\""
        let text = """
            {"specversion":"1.0","id":"\(id ?? "e-\(epoch)-\(number)")","source":"/\(agency)/test",\
            "type":"referralbus.v1.\(kind)","time":"2016-01-\(day < 10 ? "0" : "")\(day)T09:00:00Z","subject":"S-\(child)",\
            "data":{"child":{"givenName":"Ada","familyName":"Example \(child)","born":"2002-06-15"},\(said)}}
            """
        return Arrival(outbox: OutboxID(agency: agency, epoch: epoch), sequence: number, body: Array(text.utf8))
    }
}
