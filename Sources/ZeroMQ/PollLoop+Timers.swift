/// The identity of a loop's timer, by which it is cancelled.
public struct TimerID: Hashable, Sendable {
    let number: UInt64
}

/// The timers of one loop, the next one last.
struct TimerList {
    struct Entry {
        let id: TimerID
        let deadline: ContinuousClock.Instant
        let interval: Duration?
        let handler: () -> Void
    }

    private var entries: [Entry] = []
    private var lastNumber: UInt64 = 0

    var nextDeadline: ContinuousClock.Instant? { entries.last?.deadline }

    mutating func add(
        at deadline: ContinuousClock.Instant,
        every interval: Duration?,
        handler: @escaping () -> Void
    ) -> TimerID {
        lastNumber += 1
        let id = TimerID(number: lastNumber)
        insert(Entry(id: id, deadline: deadline, interval: interval, handler: handler))
        return id
    }

    mutating func cancel(_ id: TimerID) {
        entries.removeAll { $0.id == id }
    }

    mutating func removeAll() { entries = [] }

    /// Takes out the next timer that is due; one that repeats is put back for its next time.
    mutating func takeDue(at now: ContinuousClock.Instant) -> Entry? {
        guard let next = entries.last, next.deadline <= now else { return nil }
        entries.removeLast()
        if let interval = next.interval {
            // After a delay of more than an interval the handler is not called several times to make up for it.
            let regular = next.deadline + interval
            let deadline = regular > now ? regular : now + interval
            insert(Entry(id: next.id, deadline: deadline, interval: interval, handler: next.handler))
        }
        return next
    }

    /// Among equal deadlines the one that was made first runs first.
    private mutating func insert(_ entry: Entry) {
        let place = entries.firstIndex { $0.deadline <= entry.deadline } ?? entries.endIndex
        entries.insert(entry, at: place)
    }
}

extension PollLoop {
    /// Calls the handler once on the loop's thread when the time is over.
    @discardableResult
    public func schedule(after delay: Duration, handler: @escaping () -> Void) -> TimerID {
        requireCurrent("schedule")
        return timers.add(at: .now + delay, every: nil, handler: handler)
    }

    /// Calls the handler again and again on the loop's thread, for the first time after one interval.
    @discardableResult
    public func schedule(every interval: Duration, handler: @escaping () -> Void) -> TimerID {
        requireCurrent("schedule")
        precondition(interval > .zero, "a timer that repeats needs an interval")
        return timers.add(at: .now + interval, every: interval, handler: handler)
    }

    /// Forgets a timer; one that has run already is forgotten anyway.
    public func cancel(_ timer: TimerID) {
        requireCurrent("cancel")
        timers.cancel(timer)
    }

    /// Runs what is due now.
    ///
    /// A timer that a handler adds runs in a later turn, so timers cannot starve the sockets.
    func fireTimers() {
        guard timers.nextDeadline != nil else { return }
        let now = ContinuousClock.now
        while let due = timers.takeDue(at: now) { due.handler() }
    }
}
