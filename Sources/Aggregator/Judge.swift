public import Correlation
import Journal
import Logging
public import SafeguardingModel
import Synchronization

/// Applies the journal's entries to the correlator, in order, and hands on what follows from them.
///
/// Entries may be handed in out of order (two writers finish in either order); they are applied by position and without
/// gaps. How far it is behind is known to everybody, so that the intake can slow down instead of hoarding.
public actor Judge {
    private var correlator: Correlator
    private var through: Int64
    private var early: [Int64: [JournalEntry]] = [:]
    private let performer: any Performing
    private var watchers: [CheckedContinuation<Void, Never>] = []
    private nonisolated let applied: Atomic<Int64>

    /// Called with the next instant at which time alone changes something.
    private var onWake: (@Sendable (Instant?) -> Void)?

    public init(correlator: Correlator, through: Int64, performer: any Performing) {
        self.correlator = correlator
        self.through = through
        self.performer = performer
        applied = Atomic(through)
    }

    /// The last entry that has been judged.
    public nonisolated var judgedThrough: Int64 { applied.load(ordering: .acquiring) }

    /// Takes entries whose positions follow each other, and judges what can be judged.
    public func submit(_ entries: [JournalEntry]) async {
        guard let first = entries.first else { return }
        early[first.position] = entries
        var effects: [RecordedEffect] = []
        while let next = early.removeValue(forKey: through + 1) {
            for entry in next { effects += apply(entry) }
        }
        applied.store(through, ordering: .releasing)
        resumeWatchers()
        onWake?(correlator.nextWake)
        if !effects.isEmpty { await performer.perform(effects) }
    }

    private func apply(_ entry: JournalEntry) -> [RecordedEffect] {
        through = entry.position
        return correlator.apply(entry).enumerated().map { ordinal, effect in
            RecordedEffect(position: entry.position, ordinal: ordinal, effect: effect)
        }
    }

    /// Waits until everything up to `position` has been judged.
    public func caughtUp(to position: Int64) async {
        while through < position {
            await withCheckedContinuation { watchers.append($0) }
        }
    }

    private func resumeWatchers() {
        let waiting = watchers
        watchers = []
        for watcher in waiting { watcher.resume() }
    }

    public func whenWakeChanges(_ handler: @escaping @Sendable (Instant?) -> Void) {
        onWake = handler
        handler(correlator.nextWake)
    }

    public var nextWake: Instant? { correlator.nextWake }
    public var alerts: [Alert] { correlator.alerts }
}

/// Carries out what judgement says, in order.
public protocol Performing: Sendable {
    func perform(_ effects: [RecordedEffect]) async
}
