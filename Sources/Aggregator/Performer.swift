import BusTransport
import EventFormat
import Journal
import Logging
import SafeguardingModel

/// Carries effects out, in order: kept in the journal's file, broadcast, noticed to agencies. Done twice is harmless.
struct Performer: Performing {
    private let journal: Journal
    private let broadcast: AlertBroadcast?
    private let noticesWaiting: @Sendable ([AgencyName]) -> Void
    private let logger: Logger

    init(
        journal: Journal,
        broadcast: AlertBroadcast?,
        logger: Logger,
        noticesWaiting: @escaping @Sendable ([AgencyName]) -> Void
    ) {
        self.journal = journal
        self.broadcast = broadcast
        self.logger = logger
        self.noticesWaiting = noticesWaiting
    }

    func perform(_ effects: [RecordedEffect]) async {
        let written = effects.map(WrittenEffect.init)
        await keep(effects, written)
        for (recorded, written) in zip(effects, written) { await tell(recorded.effect, written) }
    }

    /// What cannot be kept now is derived again at the next start; it is never lost with the entries on disk.
    private func keep(_ effects: [RecordedEffect], _ written: [WrittenEffect]) async {
        let notices = effects.compactMap { if case .notice(let notice) = $0.effect { notice } else { nil } }
        do {
            try await journal.record(written, notices: notices)
            if !notices.isEmpty { noticesWaiting(Array(Set(notices.map(\.to))).sorted()) }
        } catch {
            logger.error("Effects not recorded", metadata: ["reason": "\(error)"])
        }
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
