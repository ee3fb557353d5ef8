import BusProtocol
import SafeguardingModel
import ZeroMQ

extension Gateway {
    func listen() {
        isPaused = false
        socket?.watch { [weak self] in self?.assumeIsolated { $0.receiveAll() } }
    }

    private func receiveAll() {
        guard let socket else { return }
        let now = clock.now
        var count = 0
        while count < capacity.messagesPerTurn, !isFull, let received = next(from: socket) {
            hear(received, at: now)
            count += 1
        }
        store()
        if isFull { pause() }
    }

    private func next(from socket: ServerSocket) -> Received? {
        do { return try socket.tryReceive() } catch {
            report(.portFailed(error.description))
            return nil
        }
    }

    private func hear(_ received: Received, at now: Instant) {
        counts.messages += 1
        speaker = (received.userID, received.peerAddress)
        defer { speaker = (nil, nil) }
        guard let connection = received.frames.first else { return }
        guard !received.isTruncated else {
            return perform([
                .send(.fault(ConnectionError(.malformed, message: "The message has too many frames.")), to: connection)
            ])
        }
        let standing = authenticator.policy.standing(of: received.userID)
        let frames = Array(received.frames.dropFirst())
        perform(reception.receive(frames, from: connection, sender: standing, at: now))
    }

    private var isFull: Bool {
        pending.count >= capacity.pendingEvents || pending.bytes >= capacity.pendingBytes
    }

    /// Reads no more until the disk has caught up: the senders' buffers fill, and the senders wait.
    private func pause() {
        guard !isPaused else { return }
        isPaused = true
        counts.pauses += 1
        report(.paused)
        socket?.unwatch()
    }

    func resumeIfRoom() {
        guard isPaused, !isStopping, pending.count <= capacity.pendingEvents / 2,
            pending.bytes <= capacity.pendingBytes / 2
        else { return }
        report(.resumed)
        listen()
    }
}
