import BusTransport
import Journal
import Logging
import SafeguardingModel
import ServiceLifecycle
import Synchronization

/// An executor that records effects in the derived file, broadcasts alerts and has notices sent, in order. Doing it
/// twice is harmless.
final class EffectExecutor: Sendable {
    private let derived: DerivedFile
    private let broadcast: AlertBroadcast?
    private let noticesWaiting: @Sendable ([AgencyName]) -> Void
    private let logger: Logger
    private let faults: FaultHandling
    /// The effects that wait for the disk.
    private let unrecorded = Mutex<[WrittenEffect]>([])
    /// The number of waiting effects, some hundred bytes each, from which judgement waits, and with it the senders.
    private static let mostWaiting = 50_000

    init(
        _ derived: DerivedFile,
        broadcast: AlertBroadcast?,
        logger: Logger,
        faults: FaultHandling,
        noticesWaiting: @escaping @Sendable ([AgencyName]) -> Void
    ) {
        self.derived = derived
        self.broadcast = broadcast
        self.logger = logger
        self.faults = faults
        self.noticesWaiting = noticesWaiting
    }

    /// Performs the effects of the entries up to a position.
    func perform(_ effects: [RecordedEffect], through position: Position) async {
        let effects = effects.map(WrittenEffect.init)
        record(effects, through: position)
        for effect in effects where effect.recorded.position > derived.broadcastThrough { await publish(effect) }
        await waitForRoom()
    }

    /// Waits while very many effects wait for the disk, unless the daemon ends: the next start computes them again.
    private func waitForRoom() async {
        while unrecorded.withLock(\.count) > EffectExecutor.mostWaiting, !Task.isShuttingDownGracefully {
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            recordRest()
        }
    }

    /// Records effects, beginning with those that could not be recorded before, such as on a full disk: judgement's
    /// progress is recorded with the last effect, and no effect before it may be missing.
    private func record(_ new: [WrittenEffect], through position: Position) {
        unrecorded.withLock { waiting in
            waiting += new
            do throws(JournalError) {
                try derived.record(waiting, through: position)
            } catch {
                return faults.handle(error, of: derived)
            }
            let agencies = Set(waiting.compactMap(\.notice?.to))
            if !agencies.isEmpty { noticesWaiting(agencies.sorted()) }
            waiting = []
            faults.recorded()
        }
    }

    /// Whether effects wait for the disk.
    var isWaiting: Bool { !unrecorded.withLock(\.isEmpty) }

    /// Tries again to record the remaining effects; judgement may give no new ones for hours.
    func recordRest() {
        guard let last = unrecorded.withLock(\.last) else { return }
        record([], through: last.recorded.position)
    }

    private func publish(_ effect: WrittenEffect) async {
        guard let alert = effect.recorded.effect.alert, let json = effect.alert, !alert.isTrial else { return }
        do {
            try await broadcast?.publish(severity: alert.severity, rule: alert.rule, json: json)
        } catch {
            logger.warning("Alert not broadcast", metadata: ["reason": "\(error)"])
        }
    }
}
