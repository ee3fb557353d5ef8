import Dispatch
import Glibc
import Logging
import SafeguardingModel
import Synchronization

/// The socket `health.sock` in a data folder, which answers with the daemon's health at that moment.
///
/// It has a thread of its own, and answers "hangs" where the daemon's parts do not answer in time. It needs no disk. It
/// reserves the descriptor that an answer needs at the start, so that it can answer when no descriptor is left.
final class HealthSocket: Sendable {
    static let name = "health.sock"
    /// The longest wait for the daemon's parts, in seconds.
    static let timeout = 3

    private let listener: Int32
    private let health: Health
    private let path: String
    private let facts = Mutex<@Sendable () async -> JSONObject>({ [:] })
    private let isAsking = Atomic(false)
    private let spare = Atomic<Int32>(-1)

    /// Listens in a data folder.
    ///
    /// - Throws: a fault where the folder cannot have a socket.
    init(in data: String, health: Health) throws(FileError) {
        listener = try LocalSocket.listen(in: data, as: HealthSocket.name)
        path = Path.join(data, HealthSocket.name)
        self.health = health
        keepSpare()
        var thread = pthread_t()
        let reference = Unmanaged.passRetained(self).toOpaque()
        let failure = pthread_create(
            &thread,
            nil,
            { reference in
                guard let reference else { return nil }
                // SAFETY: the thread takes over the one reference that was made for it.
                Unmanaged<HealthSocket>.fromOpaque(reference).takeRetainedValue().serve()
                return nil
            },
            reference
        )
        guard failure == 0 else {
            Unmanaged<HealthSocket>.fromOpaque(reference).release()
            throw FileError(path, "no thread can be made to answer there", errno: failure)
        }
        pthread_detach(thread)
    }

    deinit { Glibc.close(listener) }

    /// Answers with these facts from now on.
    func answer(with facts: @escaping @Sendable () async -> JSONObject) {
        self.facts.withLock { $0 = facts }
    }

    /// Stops answering.
    func stop() {
        unlink(path)
        // This ends the thread's wait in `accept`.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve() {
        while let connection = nextConnection() {
            LocalSocket.write(document().bytes + [UInt8(ascii: "\n")], to: connection)
            Glibc.close(connection)
        }
    }

    /// Returns the next connection; nil after `stop()`.
    private func nextConnection() -> Int32? {
        while true {
            let connection = accept(listener, nil, nil)
            if connection >= 0 { return withTimeLimit(connection) }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE:
                // The spare descriptor is given up for this answer.
                let kept = spare.exchange(-1, ordering: .relaxed)
                if kept >= 0 { Glibc.close(kept) } else { usleep(100_000) }
            default: return nil
            }
        }
    }

    private func withTimeLimit(_ connection: Int32) -> Int32 {
        keepSpare()
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return connection
    }

    private func keepSpare() {
        guard spare.load(ordering: .relaxed) < 0 else { return }
        spare.store(open("/dev/null", O_RDONLY | O_CLOEXEC), ordering: .relaxed)
    }

    private func document() -> JSONValue {
        // If the parts have not answered the last question, they are not asked again before they do.
        guard !isAsking.exchange(true, ordering: .acquiring) else { return hanging }
        let answer = HealthAnswer()
        let facts = facts.withLock { $0 }
        Task.detached { [self] in
            answer.give(health.document(facts: await facts()))
            isAsking.store(false, ordering: .releasing)
        }
        return answer.wait(seconds: HealthSocket.timeout) ?? hanging
    }

    private var hanging: JSONValue {
        health.document(
            facts: [:],
            also: (.hangs, "parts of it have not answered for \(HealthSocket.timeout) seconds")
        )
    }
}

/// An answer that may come late or never.
private final class HealthAnswer: Sendable {
    private let document = Mutex<JSONValue?>(nil)
    private let isGiven = DispatchSemaphore(value: 0)

    func give(_ document: JSONValue) {
        self.document.withLock { $0 = document }
        isGiven.signal()
    }

    func wait(seconds: Int) -> JSONValue? {
        guard isGiven.wait(timeout: .now() + .seconds(seconds)) == .success else { return nil }
        return document.withLock { $0 }
    }
}
