import Logging
import SafeguardingModel
import Synchronization

/// The check of the resources that every daemon depends on: the space of its data's disk, and free descriptors.
final class ProcessWatch: Sendable {
    /// The time for which the fault remains after the last refused connection.
    private static let memory = Span.minutes(1)

    private let data: String
    private let health: Health
    private let logger: Logger
    private let refusals = Mutex<(count: UInt64, at: Instant)>((0, .distantPast))

    init(data: String, health: Health, logger: Logger) {
        self.data = data
        self.health = health
        self.logger = logger
    }

    func look(at now: Instant) {
        lookAtDisk()
        lookAtConnections(at: now)
    }

    private func lookAtDisk() {
        let fault = DiskSpace(of: data)?.fault
        guard health.report(.diskLow, fault) else { return }
        if let fault {
            logger.record(.error, "The disk is nearly full", [.reason: fault])
        } else {
            logger.record(.notice, "The disk has room again")
        }
    }

    private func lookAtConnections(at now: Instant) {
        let count = ProcessLimits.refusedConnections
        let (new, isRecent) = refusals.withLock { refusals in
            let new = count - refusals.count
            if new > 0 { refusals = (count, now) }
            return (new, count > 0 && now - refusals.at < ProcessWatch.memory)
        }
        if new > 0 { logger.record(.warning, "Connections refused, so that files can still be opened", [.count: new]) }
        let sentence =
            "\(count.grouped) connections were refused since the start, the last within a minute, because too many are "
            + "open; if they are not an attack, raise LimitNOFILE or ulimit -Hn"
        health.report(.connectionsRefused, isRecent ? sentence : nil)
    }
}
