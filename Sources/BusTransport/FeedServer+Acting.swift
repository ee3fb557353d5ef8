import BusProtocol
import SafeguardingModel
import ZeroMQ

extension FeedServer {
    func receiveAll() {
        guard let socket else { return }
        let now = clock.now
        var count = 0
        while count < capacity.messagesPerTurn, let received = try? socket.tryReceive() {
            hear(received, at: now)
            count += 1
        }
    }

    private func hear(_ received: Received, at now: Instant) {
        counts.messages += 1
        speaker = (received.userID, received.peerAddress)
        defer { speaker = (nil, nil) }
        guard let connection = received.frames.first, !received.isTruncated else { return }
        let standing = authenticator.policy.standing(of: received.userID)
        perform(room.receive(Array(received.frames.dropFirst()), from: connection, sender: standing, at: now))
    }

    func perform(_ actions: [FollowerSessions.Action]) {
        var addressed: [ConnectionID] = []
        for action in actions {
            switch action {
            case .send(let message, let connection):
                count(message)
                waiting[connection, default: WaitingMessages()].append(message)
                if addressed.last != connection { addressed.append(connection) }
            case .read(let connection, let position, let limit): read(for: connection, after: position, limit: limit)
            case .decide(let id, let json): decide(id, json)
            }
        }
        for connection in addressed { flush(connection) }
    }

    private func count(_ message: FeedMessage) {
        switch message {
        case .entries(let entries): counts.entries += entries.count
        case .decided: counts.decisions += 1
        case .welcome(let welcome): report(.welcomed(name: welcome.name))
        case .fault(let fault):
            counts.faults[fault.code.rawValue, default: 0] += 1
            report(.fault(fault, sender: speaker.name, address: speaker.address))
        case .live, .ping, .pong: break
        }
    }

    /// Sends a connection's waiting messages as far as there is room, and reads on for it when all are sent.
    private func flush(_ connection: ConnectionID) {
        guard let socket, var waiting = waiting[connection] else { return }
        counts.mostBytesWaiting = max(counts.mostBytesWaiting, waiting.bytes)
        var sent = 0
        sending: while sent < waiting.messages.count {
            switch socket.send(waiting.messages[sent].frames, to: connection) {
            case .sent: sent += 1
            case .noRoom: break sending
            case .nobody: return drop(connection)
            }
        }
        guard sent < waiting.messages.count else {
            self.waiting[connection] = nil
            return perform(room.flushed(connection))
        }
        waiting.removeFirst(sent)
        guard !waiting.exceeds(capacity) else { return cutOff(connection) }
        self.waiting[connection] = waiting
        retryLater()
    }

    private func drop(_ connection: ConnectionID) {
        waiting[connection] = nil
        room.lost(connection)
    }

    private func cutOff(_ connection: ConnectionID) {
        counts.cutOff += 1
        report(.cutOff(name: room.name(of: connection)?.rawValue))
        drop(connection)
    }

    private func retryLater() {
        guard !isRetrying else { return }
        isRetrying = true
        loop.schedule(after: capacity.retry) { [weak self] in self?.assumeIsolated { $0.retry() } }
    }

    private func retry() {
        isRetrying = false
        for connection in waiting.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { flush(connection) }
    }

    private func read(for connection: ConnectionID, after position: Position, limit: Int) {
        guard reads.mayAsk((position, limit), by: connection) else { return }
        Task {
            do {
                let entries = try await journal.read(from: position + 1, limit: limit, bytes: limits.bytesPerRead)
                perform(room.read(entries, after: position, for: connection))
            } catch {
                report(.journalFailed("\(error)"))
                perform(room.readFailed(for: connection))
            }
            if let next = reads.answered(connection) { read(for: connection, after: next.after, limit: next.limit) }
        }
    }

    private func decide(_ id: FollowerSessions.DecisionID, _ json: [UInt8]) {
        Task {
            do throws(ConnectionError) {
                let position = try await journal.decide(json, by: id.by, request: id.request)
                perform(room.decided(id, .success(position)))
            } catch {
                perform(
                    room.decided(id, .failure(ConnectionError(.decision, number: id.request, message: error.message)))
                )
            }
        }
    }
}
