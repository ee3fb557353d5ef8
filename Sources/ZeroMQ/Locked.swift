import Glibc

/// A value that one thread at a time may touch.
///
/// The same as the standard library's `Mutex`, over a lock that the thread sanitizer can see: on Linux it takes what a
/// `Mutex` guards for unguarded, and this module must pass under the sanitizer without exceptions.
// SAFETY: the value is only reached with the lock held, and the lock lives as long as the object, at one address.
final class Locked<Value>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&value)
    }
}
