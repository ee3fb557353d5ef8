import Correlation
import Journal
import SafeguardingModel
import ServiceLifecycle
import Synchronization

/// A worker that applies the journal's entries to the correlator, in order, and has the effects carried out.
///
/// It begins by reading the journal from its first entry: that is how the aggregator remembers. Agencies and followers
/// are served meanwhile; entries written meanwhile are read from the disk like the rest. After that, entries are
/// submitted as they are written; out of order (two writers finish in either order) they are applied by position and
/// without gaps. Its lag is public, so that the intake can slow down instead of hoarding.
actor CorrelationWorker {
    private let queue = DedicatedExecutor("correlation")
    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    var correlator = Correlator()
    var through: Position = 0
    private var early: [Position: [JournalEntry]] = [:]
    var perform: Performing?
    private let entries: AsyncStream<[JournalEntry]>
    private nonisolated let inlet: AsyncStream<[JournalEntry]>.Continuation
    nonisolated let progress = Mutex(Progress())

    /// Performs the effects of the entries up to a position, in order.
    typealias Performing = @Sendable (_ effects: [RecordedEffect], _ position: Position) async -> Void

    struct Progress {
        var judged: Position = 0
        var wake: Instant?
        var counts = Counts()
        /// Whether entries are still read from the journal, up to its end, and not submitted.
        var isRecalling = true
        var watchers: [(position: Position, continuation: CheckedContinuation<Void, Never>)] = []
    }

    /// The worker's results so far, for the operator.
    struct Counts: Hashable, Sendable {
        var children = 0
        var alerts = 0
        var open = 0
        var tooOld = 0
        /// Facts that are set aside, because their agency sent too many about the child.
        var setAside = 0
        /// The site's last configuration, where this version cannot read it.
        var unreadConfiguration: UnreadConfiguration?
    }

    init() {
        (entries, inlet) = AsyncStream.makeStream()
    }

    /// The last entry that has been judged.
    nonisolated var judged: Position { progress.withLock { $0.judged } }

    /// The next moment at which time alone changes something; nil while the journal is still being read.
    nonisolated var nextWake: Instant? { progress.withLock { $0.isRecalling ? nil : $0.wake } }

    /// Whether the journal is still being read from its beginning, so that most of it is not known yet.
    nonisolated var isRecalling: Bool { progress.withLock { $0.isRecalling } }

    /// Takes entries with consecutive positions, once they are on disk. Does not wait: a writer looks at ``judged``
    /// first.
    nonisolated func submit(_ entries: [JournalEntry]) {
        guard !progress.withLock({ $0.isRecalling }) else { return }
        inlet.yield(entries)
    }

    /// Reads the journal to its end, then judges submitted entries, until the graceful shutdown and everything
    /// submitted by then.
    ///
    /// - Parameter recorded: the last entry whose effects were performed before.
    /// - Throws: a ``JournalError`` if an entry cannot be read.
    func serve(
        _ journal: Journal,
        recordedThrough recorded: Position,
        _ perform: @escaping Performing
    ) async throws {
        self.perform = perform
        try await withGracefulShutdownHandler {
            try await recall(journal, recordedThrough: recorded)
            for await batch in entries { await judge(batch) }
        } onGracefulShutdown: {
            self.inlet.finish()
        }
    }

    func finish(_ effects: [RecordedEffect]) async {
        if !effects.isEmpty { await perform?(effects, through) }
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
        await finish(effects)
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

    /// Waits until no more than `lag` of the entries up to `last` are still to be judged; does not wait while the
    /// journal is being read, since that may take minutes, and entries on disk are not lost.
    nonisolated func keptUp(with last: Position, within lag: Int) async {
        guard !progress.withLock({ $0.isRecalling }) else { return }
        await caughtUp(to: last - lag)
    }

    /// Returns whether ``keptUp(with:within:)`` would not wait.
    nonisolated func hasKeptUp(with last: Position, within lag: Int) -> Bool {
        progress.withLock { $0.isRecalling || $0.judged >= last - lag }
    }

    /// Waits until everything up to `position` has been judged and its effects have been carried out.
    nonisolated func caughtUp(to position: Position) async {
        await withCheckedContinuation { continuation in
            let isThere = progress.withLock { progress in
                if progress.judged < position { progress.watchers.append((position, continuation)) }
                return progress.judged >= position
            }
            if isThere { continuation.resume() }
        }
    }

    /// Returns whether there is such an alert, open or not, in the entries judged so far.
    func knows(alert id: String) -> Bool { correlator.hasAlert(id) }

    /// The results after the last batch; never waits, however long the present batch takes.
    nonisolated var counts: Counts { progress.withLock { $0.counts } }

    /// The records and facts set aside for each agency, in order of the agencies' names.
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
            setAside: setAsideCount,
            unreadConfiguration: unreadConfiguration
        )
    }
}
