import Dispatch
import Glibc

/// A connection to a desk over a real socket, which says exactly what a test wants it to say.
final class RawVisitor: Sendable {
    private let descriptor: Int32

    struct Unreachable: Error {}

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let descriptor = descriptor
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Unreachable() }
    }

    deinit { close(descriptor) }

    /// Sends the lines of a request's head.
    func ask(_ lines: String...) {
        begin((lines + ["", ""]).joined(separator: "\r\n"))
    }

    /// Sends just this.
    func begin(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Returns the bytes received until these words are among them, or to the end of the connection.
    func hear(until words: String) async -> String {
        await withCheckedContinuation { continuation in
            // On a thread that may wait: whoever answers needs those of the pool.
            DispatchQueue.global().async { [self] in
                var heard: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while heard.firstRange(of: Array(words.utf8)) == nil {
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    heard += buffer.prefix(count)
                }
                continuation.resume(returning: String(decoding: heard, as: UTF8.self))
            }
        }
    }
}
