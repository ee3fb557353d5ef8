import BusProtocol
import SafeguardingModel

extension Publisher {
    /// A write to the outbox; writes are done one after the other.
    enum OutboxTask {
        case settle(through: UInt64, refused: [RefusedEvent])
        case keep(NumberedNotice)
        case beginEpoch(after: UInt64)
    }

    func perform(_ actions: [PublisherSession.Action]) {
        for action in actions {
            switch action {
            case .send(let message): link?.send(message.frames)
            case .load(let load): read(load)
            case .settle(let number, let refused): add(.settle(through: number, refused: refused))
            case .keep(let notice): add(.keep(notice))
            case .beginEpoch(let number): add(.beginEpoch(after: number))
            case .reconnect: open()
            }
        }
    }

    /// Reads the outbox, but not before all events read earlier have been handed to the connection.
    private func read(_ load: PublisherSession.Load) {
        guard link?.isDrained == true else {
            deferredLoad = load
            return
        }
        Task {
            do {
                let events = try await outbox.nextBatch(after: load.after, limit: load.limit)
                answer(load, with: events)
            } catch {
                await rest(after: error)
                answer(load, with: [])
                if let actions = session?.outboxGrew() { perform(actions) }
            }
        }
    }

    private func answer(_ load: PublisherSession.Load, with events: [OutboxEvent]) {
        status.last = max(status.last, events.last?.sequence ?? 0)
        session.act { $0.loaded(events, for: load, at: clock.now) }.map(perform)
    }

    func loadDeferred() {
        guard let load = deferredLoad else { return }
        deferredLoad = nil
        read(load)
    }

    // MARK: Writing into the outbox

    private func add(_ chore: OutboxTask) {
        chores.append(chore)
        guard !isAtChores else { return }
        isAtChores = true
        Task {
            await doChores()
            isAtChores = false
        }
    }

    private func doChores() async {
        while let chore = nextChore(), session != nil {
            do {
                try await perform(chore)
                status.outboxFault = nil
            } catch {
                chores.insert(chore, at: 0)
                await rest(after: error)
            }
        }
    }

    /// Removes and returns the next write; consecutive settlements are merged.
    private func nextChore() -> OutboxTask? {
        guard !chores.isEmpty else { return nil }
        var chore = chores.removeFirst()
        while case .settle(_, let refused) = chore, case .settle(let number, let more) = chores.first {
            chore = .settle(through: number, refused: refused + more)
            chores.removeFirst()
        }
        return chore
    }

    private func perform(_ chore: OutboxTask) async throws {
        switch chore {
        case .settle(let number, let refused):
            try await outbox.settled(through: number, refused: refused)
            status.settled = max(status.settled, number)
        case .keep(let notice):
            try await outbox.notice(notice)
            session.act { $0.kept(noticesThrough: notice.number) }.map(perform)
        case .beginEpoch(let number): try await outbox.aggregatorFellBack(to: number)
        }
    }
}
