import BusProtocol
import SafeguardingModel

extension Gateway {
    func perform(_ actions: [PublisherSessions.Action]) {
        var lost: Set<ConnectionID> = []
        for action in actions {
            switch action {
            case .send(let message, let connection):
                if !lost.contains(connection), !send(message, to: connection) { lost.insert(connection) }
            case .store(let arrival): take(arrival)
            case .discard(let outbox): discard(outbox)
            case .recall(let outbox, let number): recall(outbox, after: number)
            case .fetchNotices(let outbox, let number): fetchNotices(for: outbox, after: number)
            case .noted(let agency, let number): noted(by: agency, through: number)
            }
        }
    }

    /// Returns whether the connection can still be sent to; a message that is repeated anyway may be lost without harm.
    private func send(_ message: GatewayMessage, to connection: ConnectionID) -> Bool {
        guard let socket else { return false }
        count(message)
        switch socket.send(message.frames, to: connection) {
        case .sent: return true
        case .noRoom where message.isRepeatedAnyway:
            counts.unsent += 1
            return true
        case .noRoom, .nobody:
            counts.unsent += 1
            reception.lost(connection)
            return false
        }
    }

    private func count(_ message: GatewayMessage) {
        switch message {
        case .fault(let fault):
            counts.faults[fault.code.rawValue, default: 0] += 1
            report(.fault(fault, sender: speaker.name, address: speaker.address))
        case .notice: counts.notices += 1
        case .welcome(let welcome): report(.welcomed(agency: welcome.agency.rawValue))
        case .ack, .refused, .ping, .pong: break
        }
    }

    private func take(_ arrival: Arrival) {
        pending.append(arrival)
        counts.events += 1
        counts.bytes += arrival.body.count
        counts.mostPending = max(counts.mostPending, pending.count)
        counts.mostPendingBytes = max(counts.mostPendingBytes, pending.bytes)
    }

    /// Takes back an outbox's waiting arrivals: the outbox sends them again, and they must not be stored twice in a
    /// row.
    private func discard(_ outbox: OutboxID) {
        if let batch = ahead, batch.arrivals.contains(where: { $0.outbox == outbox }) {
            ahead = nil
            pending.prepend(batch.arrivals)
        }
        pending.discard(outbox)
    }

    // MARK: The ports

    /// Has the waiting events stored; while others are being stored, has them at least read.
    func store() {
        guard storing == nil else { return readAhead() }
        guard !pending.isEmpty, !storedNow() else { return }
        storing = Task {
            await storeAll()
            storing = nil
        }
    }

    private func storedNow() -> Bool {
        guard ahead == nil, pending.count <= capacity.atOnceEvents, pending.bytes <= capacity.atOnceBytes else {
            return false
        }
        let batch = pending.take(events: capacity.atOnceEvents, bytes: capacity.batchBytes)
        guard let verdicts = sink.storeNow(batch) else {
            pending.prepend(batch)
            return false
        }
        counts.batches += 1
        settle(batch, verdicts)
        return pending.isEmpty
    }

    private func storeAll() async {
        while let batch = takeBatch() {
            counts.batches += 1
            let store = await batch.reading.value
            settle(batch.arrivals, await store())
            resumeIfRoom()
        }
    }

    private func takeBatch() -> ReadBatch? {
        let batch = ahead ?? (pending.isEmpty ? nil : readBatch())
        ahead = nil
        readAhead()
        return batch
    }

    /// Reads the next batch only if it is large: a few events are better stored with those that come meanwhile.
    private func readAhead() {
        guard ahead == nil, pending.count >= capacity.readAheadEvents else { return }
        ahead = readBatch()
    }

    private func readBatch() -> ReadBatch {
        let arrivals = pending.take(events: capacity.batchEvents, bytes: capacity.batchBytes)
        return ReadBatch(arrivals: arrivals, reading: Task { [sink] in await sink.read(arrivals) })
    }

    private func settle(_ batch: [Arrival], _ verdicts: [Verdict]) {
        var batch = batch
        // An event without a verdict from the sink counts as not stored.
        var verdicts = verdicts + Array(repeating: .unavailable, count: max(0, batch.count - verdicts.count))
        if verdicts.contains(.unavailable), let next = ahead {
            // Events after those that could not be stored must not overtake them.
            ahead = nil
            batch += next.arrivals
            verdicts += Array(repeating: .unavailable, count: next.arrivals.count)
        }
        count(verdicts)
        perform(reception.settled(batch, verdicts))
    }

    private func count(_ verdicts: [Verdict]) {
        for verdict in verdicts {
            switch verdict {
            case .stored: counts.stored += 1
            case .refused: counts.refused += 1
            case .unavailable: counts.unavailable += 1
            }
        }
    }

    private func recall(_ outbox: OutboxID, after number: UInt64) {
        guard recalls.count < limits.outboxes else { return perform(reception.recallFailed(of: outbox)) }
        guard recalls.mayAsk(number, by: outbox) else { return }
        Task {
            do {
                let standing = try await sink.standing(of: outbox, after: number)
                answer(outbox, reception.recalled(standing, of: outbox, after: number))
            } catch {
                report(.portFailed("\(error)"))
                answer(outbox, reception.recallFailed(of: outbox))
            }
            if let next = recalls.answered(outbox) { recall(outbox, after: next) }
        }
    }

    /// Performs the actions for one outbox after the disk has answered; reports about them name its agency.
    private func answer(_ outbox: OutboxID, _ actions: [PublisherSessions.Action]) {
        speaker = (outbox.agency.rawValue, nil)
        defer { speaker = (nil, nil) }
        perform(actions)
    }

    private func fetchNotices(for outbox: OutboxID, after number: UInt64) {
        guard fetches.mayAsk(number, by: outbox) else { return }
        Task {
            do {
                let found = try await source.notices(for: outbox.agency, after: number, limit: limits.noticesAhead)
                perform(reception.fetched(found, for: outbox, after: number))
            } catch {
                // They are asked for again with the next notice, or the next connection.
                report(.portFailed("\(error)"))
                perform(reception.fetched([], for: outbox, after: number))
            }
            if let next = fetches.answered(outbox) { fetchNotices(for: outbox, after: next) }
        }
    }

    private func noted(by agency: AgencyName, through number: UInt64) {
        Task {
            do { try await source.noted(by: agency, through: number) } catch { report(.portFailed("\(error)")) }
        }
    }
}
