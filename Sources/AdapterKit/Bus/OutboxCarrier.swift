package import BusProtocol
package import BusTransport
package import DaemonKit
package import Logging
import SafeguardingModel
import Synchronization

/// The outbox as the publisher sees it.
package final class OutboxCarrier: OutboxPort {
    private let outbox: Outbox
    private let clock: any WallClock
    private let logger: Logger
    /// Called when the aggregator has refused events.
    private let onRefusal: @Sendable () async -> Void
    /// Called once, when the outbox had to begin a new epoch.
    private let onRestored: @Sendable () -> Void
    private let end = Mutex<OutboxError?>(nil)

    package init(
        _ outbox: Outbox,
        clock: any WallClock,
        logger: Logger,
        onRefusal: @escaping @Sendable () async -> Void = {},
        onRestored: @escaping @Sendable () -> Void = {}
    ) {
        self.outbox = outbox
        self.clock = clock
        self.logger = logger
        self.onRefusal = onRefusal
        self.onRestored = onRestored
    }

    package func state() async throws -> OutboxState {
        OutboxState(
            epoch: outbox.epoch,
            settled: outbox.settled,
            last: outbox.last,
            lastNotice: try await outbox.lastNotice()
        )
    }

    package func nextBatch(after number: UInt64, limit: Int) async throws -> [OutboxEvent] {
        try refuseAfterEnd()
        return try await outbox.pending(after: number, limit: limit)
    }

    package func settled(through number: UInt64, refused: [RefusedEvent]) async throws {
        try refuseAfterEnd()
        do throws(OutboxError) {
            try await outbox.settle(through: number, refused: refused, at: clock.now)
        } catch {
            if case .restored = error { endOnce(error, "The outbox was restored from a copy, a new epoch begins") }
            throw error
        }
        for event in refused {
            logger.record(.warning, "Event refused", [.sequence: event.sequence, .code: event.refusal.code])
        }
        if !refused.isEmpty { await onRefusal() }
    }

    package func notice(_ notice: NumberedNotice) async throws {
        try await outbox.keep(notice, at: clock.now)
        logger.record(.info, "Notice received", [.notice: notice.number])
    }

    package func aggregatorFellBack(to number: UInt64) async throws {
        try refuseAfterEnd()
        let settled = outbox.settled
        try await outbox.beginEpoch()
        endOnce(
            .fellBack(acknowledged: number, settled: settled),
            "The aggregator was restored from a copy, all that is still held is sent again under a new epoch"
        )
    }

    /// Throws after the epoch's end: its numbers mean other events now, so nothing more may be read or settled by them.
    private func refuseAfterEnd() throws {
        if let error = end.withLock({ $0 }) { throw error }
    }

    private func endOnce(_ error: OutboxError, _ message: StaticString) {
        end.withLock { $0 = error }
        logger.record(.error, message, [.epoch: outbox.epoch, .pending: outbox.load.events])
        onRestored()
    }
}
