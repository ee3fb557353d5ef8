import Dispatch

/// An executor that runs an actor's work, one piece after the other, apart from the threads that all tasks share.
///
/// Judging a batch takes long; on a machine of two cores it would occupy one of two shared threads, and
/// acknowledgements would wait for it.
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
