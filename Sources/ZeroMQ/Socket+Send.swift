import CZeroMQ

/// Options for sending.
public struct SendFlags: OptionSet, Hashable, Sendable {
    /// The flags of `zmq_msg_send`.
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Throws ``ZeroMQError/Code/tryAgain`` at once instead of waiting for room.
    public static let dontWait = SendFlags(rawValue: ZMQ_DONTWAIT)
}

extension Socket {
    /// Sends a message whole, and waits for room if need be.
    ///
    /// On a ``PollLoop`` use ``trySend(_:)``: waiting there holds up everything else on the loop.
    public func send(_ message: Multipart, flags: SendFlags = []) throws(ZeroMQError) {
        let failure = transmit(message, flags: flags.rawValue)
        guard failure == 0 else { throw sendError(failure) }
    }

    /// Sends a message whole if there is room for it; returns whether there was.
    ///
    /// Sent means handed to libzmq. Only an answer of the peer tells whether it arrived.
    public func trySend(_ message: Multipart) throws(ZeroMQError) -> Bool {
        var failure = transmit(message, flags: ZMQ_DONTWAIT)
        if failure == 0 { return true }
        if failure == ZeroMQError.Code.tryAgain.rawValue, try hearNews() {
            failure = transmit(message, flags: ZMQ_DONTWAIT)
            if failure == 0 { return true }
        }
        if failure == ZeroMQError.Code.tryAgain.rawValue { return false }
        throw sendError(failure)
    }

    /// Makes libzmq process the reports of its background thread, such as new room; returns whether there may be some.
    ///
    /// By itself it looks at most once a millisecond while sending without waiting, and until then says "no room".
    private func hearNews() throws(ZeroMQError) -> Bool {
        PollEvents(rawValue: Int16(truncatingIfNeeded: try get(.events))).contains(.writable)
    }

    private func sendError(_ failure: Int32) -> ZeroMQError {
        ZeroMQError(.init(rawValue: failure), operation: "send")
    }

    /// Sends all frames; returns the error number, or 0.
    private func transmit(_ message: Multipart, flags: Int32) -> Int32 {
        let least = kind == .router ? 2 : 1  // A router would swallow a lone routing id without a word.
        guard message.count >= least else { return ZeroMQError.Code.invalid.rawValue }

        var failure: Int32 = 0
        for index in message.frames.indices {
            let more = index + 1 < message.count ? ZMQ_SNDMORE : 0
            let outcome = push(message.frames[index], flags: flags | more)
            if outcome == 0 { continue }
            if index == 0 { return outcome }
            // The peer went away in mid-message. libzmq throws the message away, but takes what is sent next for its
            // rest until a last frame comes: so go on to the end.
            failure = outcome
        }
        return failure
    }

    func push(_ frame: Frame, flags: Int32) -> Int32 {
        frame.withUnsafeBytes { bytes in
            while true {
                if zmq_send(handle.pointer, bytes.baseAddress, bytes.count, flags) >= 0 { return 0 }
                let failure = zmq_errno()
                if failure != ZeroMQError.Code.interrupted.rawValue { return failure }
            }
        }
    }
}
