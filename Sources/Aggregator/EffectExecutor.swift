import BusTransport
import EventFormat
import Journal
import Logging
import SafeguardingModel
import Synchronization

/// An executor that stores effects in the journal's file, broadcasts alerts and queues notices, in order. Doing it
/// twice is harmless.
struct EffectExecutor: EffectSink {
    private let journal: Journal
    private let broadcast: AlertBroadcast?
    private let noticesWaiting: @Sendable ([AgencyName]) -> Void
    private let logger: Logger
    private let faults: FaultHandling
    private let unrecorded = UnrecordedEffects()

    init(
        journal: Journal,
        broadcast: AlertBroadcast?,
        logger: Logger,
        faults: FaultHandling,
        noticesWaiting: @escaping @Sendable ([AgencyName]) -> Void
    ) {
        self.journal = journal
        self.broadcast = broadcast
        self.logger = logger
        self.faults = faults
        self.noticesWaiting = noticesWaiting
    }

    func perform(_ effects: [RecordedEffect]) async {
        let written = effects.map(WrittenEffect.init)
        await keep(effects, written)
        for (recorded, written) in zip(effects, written) { await tell(recorded.effect, written) }
    }

    /// Records effects, beginning with those that could not be recorded before, such as on a full disk: judgement's
    /// progress is recorded with the last effect, and no effect before it may be missing.
    private func keep(_ new: [RecordedEffect], _ newWritten: [WrittenEffect]) async {
        let old = unrecorded.take()
        let effects = old + new
        let notices = effects.compactMap { if case .notice(let notice) = $0.effect { notice } else { nil } }
        do throws(JournalError) {
            try await journal.record(old.map(WrittenEffect.init) + newWritten, notices: notices)
        } catch {
            unrecorded.put(effects)
            return faults.handle(error)
        }
        if !notices.isEmpty { noticesWaiting(Array(Set(notices.map(\.to))).sorted()) }
    }

    /// Tries again to record the remaining effects; judgement may give no new ones for hours.
    func recordRest() async {
        if !unrecorded.isEmpty { await keep([], []) }
    }

    private func tell(_ effect: Effect, _ written: WrittenEffect) async {
        guard let alert = effect.alert, let json = written.alert, !alert.isTrial else { return }
        do {
            try await broadcast?.tell(severity: alert.severity, rule: alert.rule, json: json)
        } catch {
            logger.warning("Alert not broadcast", metadata: ["reason": "\(error)"])
        }
    }
}

/// The effects that wait for the disk. Their number is bounded, because judgement has no more entries to read while
/// nothing can be written.
private final class UnrecordedEffects: Sendable {
    private let effects = Mutex<[RecordedEffect]>([])

    var isEmpty: Bool { effects.withLock(\.isEmpty) }

    func take() -> [RecordedEffect] {
        effects.withLock { effects in
            defer { effects = [] }
            return effects
        }
    }

    func put(_ taken: [RecordedEffect]) { effects.withLock { $0 = taken + $0 } }
}
