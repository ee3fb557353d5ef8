import CZeroMQ
import Glibc
import Synchronization

/// One thread that waits for many sockets and runs the actors that own them.
///
/// A libzmq socket belongs to one thread, and waiting for it must not block Swift's shared threads. So an actor that
/// owns sockets takes this loop as its executor: all its work runs on the loop's thread, and the loop calls it when a
/// socket is ready. A call from elsewhere hops threads and costs tens of microseconds: send batches across, not single
/// messages.
///
/// This is the one way to use it:
/// ```swift
/// /// Sends back whatever it receives.
/// actor Echo {
///     private let loop: PollLoop
///     private let socket: Socket
///
///     nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
///
///     init(loop: PollLoop, socket: consuming sending Socket) {
///         self.loop = loop
///         self.socket = socket
///     }
///
///     func start() {
///         loop.watch(socket) { [weak self] _ in self?.assumeIsolated { $0.answer() } }
///     }
///
///     private func answer() {
///         do {
///             try socket.drain { received throws(ZeroMQError) in _ = try socket.trySend(received.message) }
///         } catch {
///             print(error)
///         }
///     }
/// }
/// ```
/// The loop's thread lives until ``stop()``: whoever makes a loop stops it. Jobs that reach an actor after that still
/// run, one after the other, on a thread made for them; sockets and timers are then no longer served.
///
/// ## Topics
/// - ``watch(_:for:handler:)``, ``unwatch(_:)``
/// - ``schedule(after:handler:)``, ``schedule(every:handler:)``, ``cancel(_:)``
/// - ``perform(_:)``, ``stop()``
// SAFETY: what several threads touch is in `queue`, behind a lock, or in `thread`, atomic. `watched`, `items` and
// `timers` are used by the loop's thread alone, which every way to them checks.
public final class PollLoop: SerialExecutor, @unchecked Sendable {
    /// The thread's name, as `top` and the debugger show its first 15 bytes.
    public let name: String

    let queue = Locked(JobQueue())
    let wakeDescriptor: Int32
    private let thread = Atomic<UInt>(0)

    // Of the loop's thread only:
    var watched: [WatchedSocket] = []
    var items: [zmq_pollitem_t] = []
    var timers = TimerList()

    /// Starts the thread.
    ///
    /// If the system has no thread or file descriptor left, the process ends.
    public init(name: String) {
        self.name = name
        self.wakeDescriptor = czmq_eventfd()
        precondition(wakeDescriptor >= 0, "no file descriptor left for the loop \(name)")
        items = [zmq_pollitem_t(socket: nil, fd: wakeDescriptor, events: Int16(ZMQ_POLLIN), revents: 0)]
        queue.withLock { $0.thread = startThread() }
    }

    deinit { close(wakeDescriptor) }

    /// Whether the caller runs on this loop's thread.
    public var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Runs work on the loop's thread, soon.
    public func perform(_ work: sending @escaping () -> Void) {
        enqueue(.work(LoopWork(work)))
    }

    /// Ends the thread after the jobs that wait, and returns when it has ended.
    ///
    /// Called on the loop's own thread it cannot wait for it and returns at once.
    public func stop() {
        let finished = queue.withLock { queue in
            queue.isStopping = true
            defer { queue.thread = nil }
            return queue.thread
        }
        guard let finished else { return }
        wake()
        if isCurrent { pthread_detach(finished) } else { pthread_join(finished, nil) }
    }

    /// Runs the thread until the loop is stopped.
    func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        _ = name.prefix(15).withCString { czmq_name_this_thread($0) }
        while turn() {}
    }

    /// Does everything that is due once; returns false when the loop has ended.
    private func turn() -> Bool {
        guard let jobs = takeJobs() else { return false }
        for job in jobs { run(job) }
        fireTimers()
        poll(atMost: timeUntilNextWork())
        return true
    }

    func requireCurrent(_ operation: String) {
        precondition(
            isCurrent,
            "\(operation) is called on the loop's thread: by an actor that runs there, or in perform"
        )
    }

    func endThread() { thread.store(0, ordering: .relaxed) }
}
