import BusProtocol
import BusTransport
import DaemonKit
import SafeguardingModel

/// The outbox as the publisher sees it.
struct BusOutbox: OutboxPort {
    let outbox: Outbox
    let clock: any WallClock

    func state() async throws -> OutboxState {
        OutboxState(
            epoch: outbox.epoch, settled: outbox.settled, last: outbox.last, lastNotice: try await outbox.lastNotice())
    }

    func nextBatch(after number: UInt64, limit: Int) async throws -> [OutboxEvent] {
        try await outbox.pending(after: number, limit: limit)
    }

    func settled(through number: UInt64, refused: [RefusedEvent]) async throws {
        try await outbox.settle(through: number, refused: refused, at: clock.now)
    }

    func notice(_ notice: NumberedNotice) async throws {
        try await outbox.keep(notice, at: clock.now)
    }
}
