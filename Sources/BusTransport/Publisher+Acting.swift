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

    private func add(_ task: OutboxTask) {
        tasks.append(task)
        guard !isPerforming else { return }
        isPerforming = true
        Task {
            await performTasks()
            isPerforming = false
        }
    }

    private func performTasks() async {
        while let task = nextTask(), session != nil {
            do {
                try await perform(task)
                status.outboxFault = nil
            } catch {
                tasks.insert(task, at: 0)
                await rest(after: error)
            }
        }
    }

    /// Removes and returns the next write; consecutive settlements are merged.
    private func nextTask() -> OutboxTask? {
        guard !tasks.isEmpty else { return nil }
        var task = tasks.removeFirst()
        while case .settle(_, let refused) = task, case .settle(let number, let more) = tasks.first {
            task = .settle(through: number, refused: refused + more)
            tasks.removeFirst()
        }
        return task
    }

    private func perform(_ task: OutboxTask) async throws {
        switch task {
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
