import DaemonKit
import EventFormat
import Journal
import SafeguardingModel

/// The one writer to the journal: every entry that it writes is also judged.
struct JournalWriter: Sendable {
    let journal: Journal
    let worker: CorrelationWorker
    let clock: any WallClock
    /// The callback after a write: followers want to know.
    private let written: @Sendable (Int64) -> Void

    init(
        journal: Journal,
        worker: CorrelationWorker,
        clock: any WallClock,
        written: @escaping @Sendable (Int64) -> Void = { _ in }
    ) {
        self.journal = journal
        self.worker = worker
        self.clock = clock
        self.written = written
    }

    /// Writes a batch; `bodies` are its drafts as judgement reads them, in the same order.
    ///
    /// Returns once it is on disk. Judgement follows by itself.
    func write(_ batch: Batch, bodies: [JournalEntry.Body]) async throws(JournalError) -> [Batch.Outcome] {
        handOn(try await journal.append(batch, at: clock.now), bodies)
    }

    /// Does the same on the caller's thread.
    func writeNow(_ batch: Batch, bodies: [JournalEntry.Body]) throws(JournalError) -> [Batch.Outcome] {
        handOn(try journal.appendNow(batch, at: clock.now), bodies)
    }

    private func handOn(_ appended: Journal.Appended, _ bodies: [JournalEntry.Body]) -> [Batch.Outcome] {
        let entries = zip(appended.outcomes, bodies).compactMap { outcome, body -> JournalEntry? in
            guard case .stored(let position) = outcome else { return nil }
            return JournalEntry(position: position, at: appended.at, body: body)
        }
        if !entries.isEmpty {
            worker.submit(entries)
            written(journal.last)
        }
        return appended.outcomes
    }

    /// Writes that time passed.
    func tick() async throws(JournalError) {
        let draft = Batch.Draft(kind: .tick, agency: .aggregator, body: [])
        _ = try await write(Batch(drafts: [draft]), bodies: [.tick])
    }

    /// Writes a person's decision; returns its position. The same request of the same name is written once.
    func write(
        _ decision: Decision,
        from name: AgencyName,
        request: UInt64
    ) async throws(JournalError) -> Int64 {
        let key = Batch.EventKey(decisionOf: name, request: request)
        let draft = Batch.Draft(kind: .decision, agency: name, body: EntryCodec.bytes(of: decision), name: key)
        return try await write(Batch(drafts: [draft]), bodies: [.decision(decision)]).first?.position ?? 0
    }

    /// Writes the site's configuration, unless it is the one already in force; returns whether it did.
    func write(_ configuration: SiteConfiguration) async throws(JournalError) -> Bool {
        let body = EntryCodec.bytes(of: configuration)
        guard try journal.lastBody(of: .configuration) != body else { return false }
        let draft = Batch.Draft(kind: .configuration, agency: .aggregator, body: body)
        _ = try await write(Batch(drafts: [draft]), bodies: [.configuration(configuration)])
        return true
    }
}

extension AgencyName {
    /// The author of ticks and configurations.
    static let aggregator: AgencyName = "aggregator"
}

extension Batch.EventKey {
    /// Makes a decision's id, so that one asked for twice (its answer was lost on the way) is written once.
    init(decisionOf name: AgencyName, request: UInt64) {
        let (source, id) = ("decision:\(name)", String(request))
        self.init(source: source, id: id, hash: EventDigest.hash(source: source, id: id))
    }
}

extension Batch.Outcome {
    var position: Int64 {
        switch self {
        case .stored(let position), .duplicate(let position), .conflict(let position): position
        }
    }
}
