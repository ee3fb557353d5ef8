import Foundation
import Synchronization

/// Asks for pages one after the other over one connection, as a browser would.
///
/// SAFETY: made on one thread and used on one other.
final class Browser: @unchecked Sendable {
    struct Answer {
        var status: Int
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Gone: Error {}

    private let port: Int
    private var descriptor: Int32
    private var rest: [UInt8] = []
    private var cookies: [String: String] = [:]

    init(port: Int) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Gone() }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// Another browser window of the same person.
    func another() throws -> Browser {
        let browser = try Browser(port: port)
        browser.cookies = cookies
        return browser
    }

    func signIn(_ account: String, _ password: String) throws {
        let form = try ask("GET", "/login")
        let fields = "token=\(form.text.value(after: "name=\"token\" value=\"", until: "\""))&account=\(account)"
        let answer = try ask("POST", "/login", fields + "&password=\(password.replacing(" ", with: "+"))")
        guard answer.status == 303 else { throw Gone() }
    }

    @discardableResult
    func ask(_ method: String, _ path: String, _ form: String? = nil) throws -> Answer {
        try send(method, path, form)
        var head = ""
        while true {
            if let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
                head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
                rest.removeFirst(end.upperBound)
                break
            }
            try receive()
        }
        let lines = head.split(separator: "\r\n").map(String.init)
        var length = 0
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts[0].lowercased() == "content-length" { length = Int(parts[1]) ?? 0 }
            if parts[0].lowercased() == "set-cookie", let pair = parts[1].split(separator: ";").first {
                let words = pair.split(separator: "=", maxSplits: 1).map(String.init)
                cookies[words[0]] = words.count > 1 ? words[1] : nil
            }
        }
        while rest.count < length { try receive() }
        let body = Array(rest.prefix(length))
        rest.removeFirst(length)
        return Answer(status: Int(lines[0].split(separator: " ")[1]) ?? 0, head: head, body: body)
    }

    /// Opens the stream of changes and gives what comes on it, until there is no more.
    func listen(_ heard: (String) -> Void) throws {
        try send("GET", "/live", nil)
        while true {
            try receive()
            heard(String(decoding: rest, as: UTF8.self))
            rest.removeAll(keepingCapacity: true)
        }
    }

    /// Ends whatever is under way on this connection.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func send(_ method: String, _ path: String, _ form: String?) throws {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"]
        lines.append("Cookie: \(cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))")
        if let form {
            lines += ["Content-Type: application/x-www-form-urlencoded", "Content-Length: \(form.utf8.count)"]
        }
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + (form ?? "")).utf8)
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw Gone() }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw Gone() }
        rest += buffer.prefix(count)
    }
}

extension String {
    /// Returns the text between two marks; empty where they are not there.
    func value(after mark: String, until end: String) -> String {
        guard let start = firstRange(of: mark), let stop = self[start.upperBound...].firstRange(of: end) else {
            return ""
        }
        return String(self[start.upperBound..<stop.lowerBound])
    }
}
