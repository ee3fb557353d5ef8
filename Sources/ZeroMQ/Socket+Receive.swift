import CZeroMQ

extension Socket {
    /// Takes the next message, whole, if one is there.
    public func tryReceive() throws(ZeroMQError) -> Received? {
        var message = zmq_msg_t()
        // SAFETY: libzmq wants a message to stay at one address while it lives; within this closure it does.
        return try withUnsafeMutablePointer(to: &message) { message throws(ZeroMQError) in
            zmq_msg_init(message)
            defer { zmq_msg_close(message) }
            return try pull(into: message) ? collect(from: message) : nil
        }
    }

    /// Waits for a message up to the time limit; nil if none came.
    ///
    /// For simple programs and tests. It blocks the thread: never call it from a task or on a ``PollLoop``.
    public func receive(timeout: Duration) throws(ZeroMQError) -> Received? {
        let deadline = ContinuousClock.now + timeout
        while true {
            if let received = try tryReceive() { return received }
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return nil }
            try waitUntilReadable(atMost: left)
        }
    }

    /// Passes the available messages to the handler, up to the bound, and returns their number.
    ///
    /// The bound keeps a busy socket from starving the others of its loop. What is left is reported by the next poll.
    @discardableResult
    public func drain(
        upTo limit: Int = 512,
        _ body: (Received) throws(ZeroMQError) -> Void
    ) throws(ZeroMQError) -> Int {
        for count in 0..<limit {
            guard let received = try tryReceive() else { return count }
            try body(received)
        }
        return limit
    }

    private func waitUntilReadable(atMost limit: Duration) throws(ZeroMQError) {
        var item = zmq_pollitem_t(socket: handle.pointer, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
        guard
            zmq_poll(&item, 1, Int(limit.wholeMilliseconds)) >= 0
                || zmq_errno() == ZeroMQError.Code.interrupted.rawValue
        else { throw .last("wait to receive") }
    }

    /// Receives one frame; false if nothing is there.
    private func pull(into message: UnsafeMutablePointer<zmq_msg_t>) throws(ZeroMQError) -> Bool {
        while zmq_msg_recv(message, handle.pointer, ZMQ_DONTWAIT) < 0 {
            switch ZeroMQError.Code(rawValue: zmq_errno()) {
            case .interrupted: continue
            case .tryAgain: return false
            case let code: throw ZeroMQError(code, operation: "receive")
            }
        }
        return true
    }

    private func collect(from message: UnsafeMutablePointer<zmq_msg_t>) throws(ZeroMQError) -> Received {
        var frames: [Frame] = []
        frames.reserveCapacity(4)
        var isTruncated = false
        while true {
            if frames.count < Received.maximumFrames {
                frames.append(Frame(copying: message))
            } else {
                isTruncated = true
            }
            guard zmq_msg_more(message) != 0, try pull(into: message) else { break }
        }
        // The last frame, because libzmq 4.3.4 loses these on the first frame of a message that was polled for.
        return Received(
            frames: frames,
            userID: protection.namesPeers ? Self.property("User-Id", of: message) : nil,
            peerAddress: Self.property("Peer-Address", of: message),
            isTruncated: isTruncated
        )
    }

    private static func property(_ name: StaticString, of message: UnsafePointer<zmq_msg_t>) -> String? {
        let name = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        // SAFETY: libzmq gives a terminated string that lives as long as the message; it is copied here.
        guard let text = zmq_msg_gets(message, name) else { return nil }
        return String(validatingCString: text)
    }
}
