import Glibc
import Synchronization

/// Ports of 127.0.0.1 for tests that must name one before they listen.
///
/// They lie below those that the system gives to connections that go out (32768 and more), and none is given twice in
/// one process: a port that was merely free a moment ago may be another test's by now.
public enum FreePort {
    private static let last = Mutex(Int(getpid()) % 10_000)

    /// Returns a port that is free and that no other test of this process gets.
    public static func next() -> Int {
        while true {
            let port = last.withLock { last in
                last += 1
                return 20_000 + last % 12_000
            }
            if isFree(port) { return port }
        }
    }

    /// Returns whether nobody listens at a port.
    public static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
