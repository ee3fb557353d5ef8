import Dispatch

/// Runs an actor's work, one piece after the other, beside the threads that all tasks share.
///
/// Judging a batch takes as long as it takes; on a machine of two cores it would hold one of two shared threads, and
/// whoever waits for an acknowledgement would wait for it.
final class DedicatedExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(_ label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
