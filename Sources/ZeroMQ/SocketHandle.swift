import CZeroMQ

/// One libzmq socket and the rule for closing it: on the thread that polls it, and never while it is polled.
///
/// `Socket` owns a handle, a `PollLoop` that watches the socket shares it. When the owner releases it, on whatever
/// thread, an unwatched handle closes at once; a watched one is closed by its loop between two polls.
// SAFETY: the mutable part is behind a lock. The pointer never changes, and is used by the one owner of the socket, who
// cannot send it to two threads because `Socket` is neither copyable nor `Sendable`.
final class SocketHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let context: Context

    private struct State {
        var loop: PollLoop?
        var isReleased = false
        var isMonitored = false
        var isClosed = false
    }
    private let state = Locked(State())

    init(kind: SocketKind, context: Context) throws(ZeroMQError) {
        guard let pointer = zmq_socket(context.pointer, kind.number) else { throw .last("make a \(kind) socket") }
        self.pointer = pointer
        self.context = context
    }

    /// Notes that the owner has released the socket.
    func release() {
        let loop = state.withLock { state in
            state.isReleased = true
            return state.loop
        }
        guard let loop else { return close() }
        loop.performSoon { loop.forget(self) }
    }

    /// Notes that a loop begins to poll this socket.
    func attach(to loop: PollLoop) {
        state.withLock { state in
            precondition(state.loop == nil || state.loop === loop, "a socket is watched by one loop at a time")
            state.loop = loop
        }
    }

    /// Notes that the loop has stopped polling it.
    func detach() {
        let isOrphan = state.withLock { state in
            state.loop = nil
            return state.isReleased
        }
        if isOrphan { close() }
    }

    /// Reports the socket's events to an in-process endpoint.
    func startMonitoring(at endpoint: String, events: Int32) throws(ZeroMQError) {
        guard zmq_socket_monitor(pointer, endpoint, events) == 0 else { throw .last("monitor", endpoint: endpoint) }
        state.withLock { $0.isMonitored = true }
    }

    /// Ends the reports, if the socket still lives; always before the reader goes.
    ///
    /// libzmq's background thread waits without limit for a monitor's reader, and with it all connections there are.
    func stopMonitoring() {
        state.withLock { state in
            if !state.isClosed { endMonitoring(&state) }
        }
    }

    private func close() {
        state.withLock { state in
            guard !state.isClosed else { return }
            endMonitoring(&state)
            state.isClosed = true
            zmq_close(pointer)
        }
    }

    private func endMonitoring(_ state: inout State) {
        guard state.isMonitored else { return }
        state.isMonitored = false
        zmq_socket_monitor(pointer, nil, 0)
    }
}
