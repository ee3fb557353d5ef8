import Correlation
import Journal
import SafeguardingModel
import ServiceLifecycle
import Synchronization

/// Applies the journal's entries to the correlator, in order, and hands on what follows from them.
///
/// It begins by reading the journal from its first entry: that is how the aggregator remembers. Agencies and followers are
/// served meanwhile; what they add is read from the disk like the rest. Once it has caught up, entries are handed in
/// as they are written; out of order (two writers finish in either order) they are applied by position and without gaps.
/// How far it is behind is known to everybody, so that the intake can slow down instead of hoarding.
actor CorrelationWorker {
    private let queue = DedicatedExecutor("correlation")
    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    var correlator = Correlator()
    var through: Int64 = 0
    private var early: [Int64: [JournalEntry]] = [:]
    private var executor: (any EffectSink)?
    private let entries: AsyncStream<[JournalEntry]>
    private nonisolated let inlet: AsyncStream<[JournalEntry]>.Continuation
    nonisolated let progress = Mutex(Progress())

    struct Progress {
        var judged: Int64 = 0
        var wake: Instant?
        var counts = Counts()
        /// Until the journal has been read to its end, what is written is read from it and not handed in.
        var isRecalling = true
        var watchers: [(position: Int64, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// What it has come to, for the operator.
    struct Counts: Hashable, Sendable {
        var children = 0
        var alerts = 0
        var open = 0
        var tooOld = 0
        /// Facts that are kept and not judged, because their record has too many.
        var setAside = 0
    }

    init() {
        (entries, inlet) = AsyncStream.makeStream()
    }

    /// The last entry that has been judged.
    nonisolated var judged: Int64 { progress.withLock { $0.judged } }

    /// When time alone changes something next; nil while the journal is still being read.
    nonisolated var nextWake: Instant? { progress.withLock { $0.isRecalling ? nil : $0.wake } }

    /// Whether the journal is still being read from its beginning, and most of it is not known yet.
    nonisolated var isRecalling: Bool { progress.withLock { $0.isRecalling } }

    /// Takes entries whose positions follow each other, once they are on disk. Waits for nothing: whoever writes looks at
    /// ``judged`` first.
    nonisolated func submit(_ entries: [JournalEntry]) {
        guard !progress.withLock({ $0.isRecalling }) else { return }
        inlet.yield(entries)
    }

    /// Reads the journal to its end, then judges what is handed in, until the graceful shutdown and everything handed
    /// in by then. Effects that were not recorded before the last stop are carried out now.
    ///
    /// - Throws: a ``JournalError`` where an entry cannot be read.
    func serve(_ journal: Journal, _ executor: any EffectSink) async throws {
        self.executor = executor
        try await withGracefulShutdownHandler {
            try await recall(journal)
            for await batch in entries { await judge(batch) }
        } onGracefulShutdown: {
            self.inlet.finish()
        }
    }

    func perform(_ effects: [RecordedEffect]) async {
        if !effects.isEmpty { await executor?.perform(effects) }
        report()
    }

    private func judge(_ batch: [JournalEntry]) async {
        guard let first = batch.first else { return }
        early[first.position] = batch
        var effects: [RecordedEffect] = []
        while let next = early.removeValue(forKey: through + 1) {
            for entry in next {
                through = entry.position
                effects += RecordedEffect.numbered(correlator.apply(entry), at: entry.position)
            }
        }
        await perform(effects)
    }

    private func report() {
        let (judged, wake, counts) = (through, correlator.nextWake, correlator.counts)
        let due = progress.withLock { progress in
            progress.judged = judged
            progress.wake = wake
            progress.counts = counts
            let due = progress.watchers.filter { $0.position <= judged }
            progress.watchers.removeAll { $0.position <= judged }
            return due
        }
        for watcher in due { watcher.continuation.resume() }
    }

    /// Waits until no more than `lag` of the entries up to `last` are still to be judged; not while the journal is being read,
    /// since that may take minutes, and nothing that is on disk is lost by waiting there.
    nonisolated func keptUp(with last: Int64, within lag: Int64) async {
        guard !progress.withLock({ $0.isRecalling }) else { return }
        await caughtUp(to: last - lag)
    }

    /// Whether ``keptUp(with:within:)`` would not wait.
    nonisolated func hasKeptUp(with last: Int64, within lag: Int64) -> Bool {
        progress.withLock { $0.isRecalling || $0.judged >= last - lag }
    }

    /// Waits until everything up to `position` has been judged and what follows from it has been carried out.
    nonisolated func caughtUp(to position: Int64) async {
        await withCheckedContinuation { continuation in
            let isThere = progress.withLock { progress in
                if progress.judged < position { progress.watchers.append((position, continuation)) }
                return progress.judged >= position
            }
            if isThere { continuation.resume() }
        }
    }

    /// Whether there is such an alert, open or not, in what has been judged.
    func knows(alert id: String) -> Bool { correlator.hasAlert(id) }

    /// What it had come to after the last batch; waits for nothing, however long the present one takes.
    nonisolated var counts: Counts { progress.withLock { $0.counts } }

    /// Of every agency how many of its facts are kept and not judged, in order of their names.
    var setAside: [(agency: AgencyName, records: Int, facts: Int)] {
        Dictionary(grouping: correlator.factsSetAside, by: \.record.agency).map { agency, records in
            (agency, records.count, records.reduce(0) { $0 + $1.positions.count })
        }.sorted { $0.agency < $1.agency }
    }
}

extension Correlator {
    fileprivate var counts: CorrelationWorker.Counts {
        let alerts = alertCounts
        return CorrelationWorker.Counts(
            children: childCount,
            alerts: alerts.all,
            open: alerts.open,
            tooOld: tooOld,
            setAside: setAsideCount
        )
    }
}

/// Carries out what judgement says, in order.
protocol EffectSink: Sendable {
    func perform(_ effects: [RecordedEffect]) async
}
