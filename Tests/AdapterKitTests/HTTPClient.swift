import DaemonKit
import Dispatch
import EventFormat
import Glibc
import SafeguardingModel

/// A visitor that says exactly what a test wants it to say, over a real socket.
struct HTTPClient {
    let port: Int

    struct Answer {
        var status: Int
        var json: JSONValue
        /// All of it, head and body.
        var text: String
    }

    /// Sends one request and reads to the end of the connection.
    func ask(_ method: String, _ path: String, _ body: String = "", headers: [String] = []) async throws -> Answer {
        let host = headers.contains { $0.hasPrefix("Host:") } ? [] : ["Host: 127.0.0.1:\(port)"]
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        let head = ["\(method) \(path) HTTP/1.1"] + host + headers + length + ["Connection: close", "", ""]
        let request = Array((head.joined(separator: "\r\n") + body).utf8)
        // On a thread that may wait: whoever answers needs those of the pool.
        let bytes = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try exchange(request) }) }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let content = text.firstRange(of: "\r\n\r\n").map { Array(text[$0.upperBound...].utf8) } ?? []
        return Answer(status: status, json: (try? JSONReader.read(content)) ?? .null, text: text)
    }

    private func exchange(_ request: [UInt8]) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard SampleAddress.with(port, { connect(descriptor, $0, $1) }) == 0 else {
            throw FileError(path: "127.0.0.1:\(port)", message: "nobody listens")
        }
        send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { answer += buffer.prefix(count) }
        return answer
    }
}

/// Ports of this machine.
enum SampleAddress {
    static func with<Result>(
        _ port: Int,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// A socket that listens on a port that the system chose.
    static func listening() -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        _ = with(0) { bind(descriptor, $0, $1) }
        listen(descriptor, 1)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
    }
}
