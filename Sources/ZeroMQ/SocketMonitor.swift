import CZeroMQ
import Synchronization

/// A reporter of events on a socket's connections: a denial, an unreachable peer, a wrong key.
///
/// Make it on the loop's thread, before the socket binds or connects, or the first events are missed. The handler is
/// called there. The reports end when the monitor goes, or the socket, or the loop.
public final class SocketMonitor: Sendable {
    private let loop: PollLoop
    /// Owned by the loop, so that it goes when the loop ends.
    private weak let reader: MonitorReader?

    /// Begins to report.
    public init(
        _ socket: borrowing Socket,
        on loop: PollLoop,
        handler: @escaping (SocketEvent) -> Void
    ) throws(ZeroMQError) {
        loop.requireCurrent("monitor")
        let reader = try MonitorReader(socket.handle, handler: handler)
        self.loop = loop
        self.reader = reader
        loop.watch(reader.socket) { _ in reader.readAll() }
    }

    deinit { stop() }

    /// Ends the reports.
    public func stop() {
        guard let reader else { return }
        loop.performSoon { [loop] in reader.stop(on: loop) }
    }
}

/// The reading end of a monitor.
// SAFETY: made on the loop's thread, and afterwards called by the loop alone.
final class MonitorReader: @unchecked Sendable {
    let socket: Socket
    private let monitored: SocketHandle
    private let handler: (SocketEvent) -> Void

    private static let lastNumber = Atomic<Int>(0)

    init(_ monitored: SocketHandle, handler: @escaping (SocketEvent) -> Void) throws(ZeroMQError) {
        let number = Self.lastNumber.add(1, ordering: .relaxed).newValue
        let endpoint = "inproc://monitor-\(number)"
        self.monitored = monitored
        self.handler = handler
        socket = try Socket(.pair, context: monitored.context)
        // No bound: were the queue full, libzmq's background thread would wait for it, and all connections with it.
        try socket.set(.receiveHighWater, 0)
        try monitored.startMonitoring(at: endpoint, events: ZMQ_EVENT_ALL)
        do { try socket.connect(endpoint) } catch {
            monitored.stopMonitoring()
            throw error
        }
    }

    deinit { monitored.stopMonitoring() }

    func stop(on loop: PollLoop) {
        monitored.stopMonitoring()
        loop.unwatch(socket)
    }

    func readAll() {
        do {
            try socket.drain { received throws(ZeroMQError) in
                if let event = Self.event(in: received.frames) { handler(event) }
            }
        } catch {
            // A reader that cannot read must not be left connected: the other end would come to wait for it.
            monitored.stopMonitoring()
        }
    }

    /// Reads the frames of a report: an event of 16 bits and a value of 32, as the machine orders bytes; the endpoint.
    private static func event(in frames: [Frame]) -> SocketEvent? {
        guard let report = frames.first, report.count == 6 else { return nil }
        let (event, value) = report.withUnsafeBytes { bytes in
            (bytes.loadUnaligned(as: UInt16.self), bytes.loadUnaligned(fromByteOffset: 2, as: Int32.self))
        }
        return SocketEvent(event: Int32(event), value: value) { PeerName.address(ofDescriptor: value) }
    }
}
