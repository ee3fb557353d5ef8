import BusProtocol
import BusTransport
import DaemonKit
import EventFormat
import Journal
import SafeguardingModel
import Synchronization

/// The way of an event through the aggregator, in this order: received, read, appended and synced, acknowledged,
/// correlated, its effects performed.
///
/// Nothing is acknowledged before it is on disk. Judgement delays nobody unless it is more than `lagLimit` entries
/// behind: then senders wait. The actor's own thread waits for the disk; of a few events the gateway's (``storeNow``).
actor Aggregator: EventSink {
    nonisolated let journal: Journal
    nonisolated let derived: DerivedFile
    nonisolated let clock: any WallClock
    nonisolated let faults: FaultHandling
    nonisolated let worker = CorrelationWorker()
    nonisolated let followers = FeedNotifier()
    /// The number of entries that judgement may be behind before all senders wait.
    private let lagLimit: Int
    private let reader = Mutex(EventReader())
    private let tally = Mutex((counts: EventCounts(), isFaulty: false))
    private let thread = DedicatedExecutor("journal")
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ journal: Journal, _ derived: DerivedFile, clock: any WallClock, lagLimit: Int, faults: FaultHandling) {
        (self.journal, self.derived, self.clock, self.faults) = (journal, derived, clock, faults)
        self.lagLimit = lagLimit
    }

    // MARK: 1. Receive

    /// Reads a batch beside the gateway, and returns the function that stores it: the gateway may have the next batch
    /// read meanwhile.
    @concurrent nonisolated func read(_ arrivals: [Arrival]) async -> Storing {
        let batch = parse(arrivals)
        return { [self] in
            await worker.keptUp(with: journal.last, within: lagLimit)
            return await store(batch)
        }
    }

    /// Reads and stores a few events on the gateway's own thread, which is quicker than changing threads; nil if it
    /// would wait for more than the disk.
    nonisolated func storeNow(_ arrivals: [Arrival]) -> [Verdict]? {
        guard worker.hasKeptUp(with: journal.last, within: lagLimit), !journal.isCheckpointing,
            !tally.withLock(\.isFaulty)
        else { return nil }
        return verdicts(storing: parse(arrivals))
    }

    private func store(_ batch: ParsedBatch) -> [Verdict] { verdicts(storing: batch) }

    // MARK: 2. Read

    /// Makes of each arrival an event, or a refusal with its reason.
    private nonisolated func parse(_ arrivals: [Arrival]) -> ParsedBatch {
        let now = clock.now
        return reader.withLock { ParsedBatch(arrivals, receivedAt: now, &$0) }
    }

    // MARK: 3. Append and sync

    /// Writes a batch and syncs it; `bodies` are its drafts as judgement reads them, in the same order.
    nonisolated func append(_ batch: Batch, bodies: [JournalEntry.Body]) throws(JournalError) -> [Batch.Outcome] {
        let appended = try journal.append(batch, at: clock.now)
        let entries = zip(appended.outcomes, bodies).compactMap { outcome, body -> JournalEntry? in
            guard case .stored(let position) = outcome else { return nil }
            return JournalEntry(position: position, at: appended.at, body: body)
        }
        if !entries.isEmpty {
            worker.submit(entries)
            followers.grew(to: journal.last)
        }
        return appended.outcomes
    }

    // MARK: 4. Acknowledge (the gateway, by these verdicts)

    /// Stores a batch and returns the verdict on each arrival, in order. The gateway acknowledges those that are stored
    /// or refused for ever, and has the others sent again.
    private nonisolated func verdicts(storing batch: ParsedBatch) -> [Verdict] {
        do {
            let outcomes = try append(batch.entries, bodies: batch.bodies)
            let verdicts = batch.verdicts(outcomes)
            let wasFaulty = tally.withLock { tally in
                defer { tally.isFaulty = false }
                tally.counts.add(outcomes, verdicts)
                return tally.isFaulty
            }
            if wasFaulty { faults.recovered() }
            return verdicts
        } catch {
            tally.withLock { $0.isFaulty = true }
            faults.handle(error)
            return batch.unavailable
        }
    }

    nonisolated var counts: EventCounts { tally.withLock { $0.counts } }

    // MARK: 5. Correlate, and 6. perform

    /// Judges all entries, in order, until the graceful shutdown: first those on disk, then each as it is appended.
    /// Effects that were not recorded before the last stop are performed now.
    nonisolated func correlate(_ executor: EffectExecutor) async throws {
        let recorded = try derived.judgedThrough()
        try await worker.serve(journal, recordedThrough: recorded) { effects, position in
            await executor.perform(effects, through: position)
        }
    }
}
