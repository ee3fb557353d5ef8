import Glibc

/// The jobs that wait to run on a loop's thread, and the state of that thread.
struct JobQueue {
    var jobs: [LoopJob] = []
    var isSignalled = false
    var isStopping = false
    var hasThread = true
    /// The first thread, for joining it.
    var thread: pthread_t?
}

enum LoopJob {
    case swift(UnownedJob)
    case work(LoopWork)
}

/// A closure on its way to the loop's thread.
// SAFETY: it comes in as `sending`, so nobody else holds what it captured, and it runs once.
struct LoopWork: @unchecked Sendable {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

extension PollLoop {
    /// Runs an actor's job on the loop's thread, after those that wait already; may be called from any thread.
    public func enqueue(_ job: consuming ExecutorJob) { enqueue(.swift(UnownedJob(job))) }

    /// Stops the process unless it runs on the loop's thread, so that `assumeIsolated` is checked.
    public func checkIsolated() { precondition(isCurrent, "not on the thread of the loop \(name)") }

    /// Whether the caller runs on the loop's thread; never nil.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    func enqueue(_ job: LoopJob) {
        let (mustWake, mustStart) = queue.withLock { queue in
            queue.jobs.append(job)
            defer { (queue.isSignalled, queue.hasThread) = (true, true) }
            return (!queue.isSignalled, !queue.hasThread)
        }
        if mustStart {
            pthread_detach(startThread())
        } else if mustWake && !isCurrent {
            wake()
        }
    }

    /// Runs now when already on the thread, else soon.
    func performSoon(_ work: @Sendable @escaping () -> Void) {
        if isCurrent { work() } else { perform(work) }
    }

    func run(_ job: LoopJob) {
        switch job {
        case .swift(let job): job.runSynchronously(on: asUnownedSerialExecutor())
        case .work(let work): work.run()
        }
    }

    /// Returns the waiting jobs; nil once the loop is stopping and none is left.
    func takeJobs() -> [LoopJob]? {
        if queue.withLock({ $0.isStopping }) { dropSocketsAndTimers() }
        return queue.withLock { queue in
            if queue.isStopping && queue.jobs.isEmpty {
                endThread()
                queue.hasThread = false
                queue.isSignalled = false
                return nil
            }
            defer { (queue.jobs, queue.isSignalled) = ([], false) }
            return queue.jobs
        }
    }

    /// Returns how long the poll may wait: zero while there are jobs, else until the next timer, else nil for no limit.
    func timeUntilNextWork() -> Duration? {
        let isBusy = queue.withLock { !$0.jobs.isEmpty || $0.isStopping }
        if isBusy { return .zero }
        return timers.nextDeadline.map { max(.zero, $0 - .now) }
    }

    func wake() {
        var one: UInt64 = 1
        // It fails only when the counter is full, and then the loop is awake.
        _ = write(wakeDescriptor, &one, MemoryLayout<UInt64>.size)
    }

    func clearWakeUp() {
        var count: UInt64 = 0
        _ = read(wakeDescriptor, &count, MemoryLayout<UInt64>.size)
    }

    func startThread() -> pthread_t {
        var thread = pthread_t()
        // SAFETY: the thread takes over this one reference and lets go of it when it ends.
        let reference = Unmanaged.passRetained(self).toOpaque()
        let failure = pthread_create(
            &thread,
            nil,
            { reference in
                guard let reference else { return nil }
                Unmanaged<PollLoop>.fromOpaque(reference).takeRetainedValue().run()
                return nil
            },
            reference
        )
        precondition(failure == 0, "no thread left for the loop \(name)")
        return thread
    }
}
