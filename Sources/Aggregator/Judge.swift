import Correlation
import Journal
import SafeguardingModel
import ServiceLifecycle
import Synchronization

/// Applies the journal's entries to the correlator, in order, and hands on what follows from them.
///
/// Entries may be handed in out of order (two writers finish in either order); they are applied by position and without
/// gaps. How far it is behind is known to everybody, so that the intake can slow down instead of hoarding.
actor Judge {
    private var correlator: Correlator
    private var through: Int64
    private var early: [Int64: [JournalEntry]] = [:]
    private var performer: (any Performing)?
    private let entries: AsyncStream<[JournalEntry]>
    private nonisolated let inlet: AsyncStream<[JournalEntry]>.Continuation
    private nonisolated let progress: Mutex<Progress>

    private struct Progress {
        var judged: Int64
        var wake: Instant?
        var watchers: [(position: Int64, continuation: CheckedContinuation<Void, Never>)] = []
    }

    init(_ folding: Folding) {
        correlator = folding.correlator
        through = folding.position
        progress = Mutex(Progress(judged: folding.position, wake: folding.correlator.nextWake))
        (entries, inlet) = AsyncStream.makeStream()
    }

    /// The last entry that has been judged.
    nonisolated var judged: Int64 { progress.withLock { $0.judged } }

    /// When time alone changes something next.
    nonisolated var nextWake: Instant? { progress.withLock { $0.wake } }

    /// Takes entries whose positions follow each other. Waits for nothing: whoever writes looks at ``judged`` first.
    nonisolated func submit(_ entries: [JournalEntry]) {
        inlet.yield(entries)
    }

    /// Carries out what was left over, then judges until the graceful shutdown and everything handed in by then.
    func serve(_ performer: any Performing, first leftOver: [RecordedEffect]) async {
        self.performer = performer
        if !leftOver.isEmpty { await performer.perform(leftOver) }
        await withGracefulShutdownHandler {
            for await batch in entries { await judge(batch) }
        } onGracefulShutdown: {
            self.inlet.finish()
        }
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
        if !effects.isEmpty { await performer?.perform(effects) }
        report()
    }

    private func report() {
        let (judged, wake) = (through, correlator.nextWake)
        let due = progress.withLock { progress in
            progress.judged = judged
            progress.wake = wake
            let due = progress.watchers.filter { $0.position <= judged }
            progress.watchers.removeAll { $0.position <= judged }
            return due
        }
        for watcher in due { watcher.continuation.resume() }
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

    /// Counts for the operator.
    var counts: (children: Int, alerts: Int, open: Int) {
        let alerts = correlator.alerts
        return (correlator.children.count, alerts.count, alerts.count { $0.isOpen })
    }
}

/// Carries out what judgement says, in order.
protocol Performing: Sendable {
    func perform(_ effects: [RecordedEffect]) async
}
