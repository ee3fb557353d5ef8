import BusProtocol
import BusTransport

/// An outbox in memory, which outlives its publisher as one on disk would.
actor MemoryOutbox: OutboxPort {
    let epoch: UInt64
    private(set) var events: [[UInt8]] = []
    private(set) var settled: UInt64 = 0
    private(set) var refused: [RefusedEvent] = []
    private(set) var notices: [NumberedNotice] = []

    init(epoch: UInt64 = .random(in: .min ... .max)) { self.epoch = epoch }

    /// Adds events and gives the number of the last.
    @discardableResult
    func add(_ bodies: [[UInt8]]) -> UInt64 {
        events += bodies
        return UInt64(events.count)
    }

    /// Adds so many small events, each one different.
    @discardableResult
    func add(count: Int, bytes: Int = 100) -> UInt64 {
        let first = events.count
        return add((first..<first + count).map { Array("event \($0) ".utf8) + Array(repeating: 0x2E, count: bytes) })
    }

    func state() -> OutboxState {
        OutboxState(epoch: epoch, settled: settled, last: UInt64(events.count), lastNotice: notices.last?.number ?? 0)
    }

    func nextBatch(after number: UInt64, limit: Int) -> [OutboxEvent] {
        let range = Int(number)..<min(events.count, Int(number) + limit)
        return range.map { OutboxEvent(sequence: UInt64($0) + 1, body: events[$0]) }
    }

    func settled(through number: UInt64, refused: [RefusedEvent]) {
        settled = number
        self.refused += refused
    }

    func notice(_ notice: NumberedNotice) { notices.append(notice) }
}
