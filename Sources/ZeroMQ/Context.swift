import CZeroMQ

/// libzmq's background threads and everything that sockets of one process share.
///
/// Make one for the process and hand it to whoever makes sockets. Every socket keeps its context alive, so the context
/// ends after the last of them, and it ends at once: nothing lingers, because the outbox is the queue, not libzmq.
public final class Context: Sendable {
    // SAFETY: libzmq documents a context as thread safe, and the pointer is never replaced.
    nonisolated(unsafe) let pointer: UnsafeMutableRawPointer

    /// Starts the background threads; one is enough for about a gigabyte a second.
    public init(ioThreads: Int = 1, maxSockets: Int = 4096) throws(ZeroMQError) {
        guard let pointer = zmq_ctx_new() else { throw .last("make a context") }
        self.pointer = pointer
        try set(ZMQ_IO_THREADS, to: ioThreads, called: "ioThreads")
        try set(ZMQ_MAX_SOCKETS, to: maxSockets, called: "maxSockets")
        // Without this a process that ends while a peer is away would wait for that peer for ever.
        try set(ZMQ_BLOCKY, to: 0, called: "blocky")
    }

    deinit {
        while zmq_ctx_term(pointer) != 0, zmq_errno() == ZeroMQError.Code.interrupted.rawValue {}
    }

    private func set(_ option: Int32, to value: Int, called name: String) throws(ZeroMQError) {
        guard let value = Int32(exactly: value), zmq_ctx_set(pointer, option, value) == 0 else {
            throw ZeroMQError(.invalid, operation: "set \(name) of a context to \(value)")
        }
    }
}
