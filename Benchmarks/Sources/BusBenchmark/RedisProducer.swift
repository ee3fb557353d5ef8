import ArgumentParser
import Foundation

/// One producer to a Redis stream over the plain protocol: XADD of the same payload, a window of commands in flight.
struct RedisProducer: ParsableCommand {
    @Option var port: Int
    @Option var sector: String
    @Option var events: Int
    @Option var window = 256
    @Option var startAt = 0.0

    func run() throws {
        guard let sector = SampleEvents.Sector(rawValue: sector) else { throw ValidationError("no such sector") }
        let sample = SampleEvents(sector: sector, children: 50_000, days: 365, until: Int(startAt), total: events)
        let connection = try TCPConnection(port: port)
        while Date().timeIntervalSince1970 < startAt { usleep(500) }
        let began = Date().timeIntervalSince1970
        var sent = 0
        var answered = 0
        while answered < events {
            let count = min(window - (sent - answered), events - sent)
            if count > 0 {
                try connection.write((sent..<(sent + count)).flatMap { command(sample.bytes($0, run: 1)) })
                sent += count
            }
            answered += try connection.readAnswers()
        }
        let ended = Date().timeIntervalSince1970
        let result = Sender.Result(events: events, began: began, ended: ended, p50: 0, p99: 0, p999: 0, worst: 0)
        print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }

    private func command(_ body: [UInt8]) -> [UInt8] {
        Array("*5\r\n$4\r\nXADD\r\n$6\r\nevents\r\n$1\r\n*\r\n$1\r\nb\r\n$\(body.count)\r\n".utf8) + body + [13, 10]
    }
}

/// A blocking connection to this machine.
final class TCPConnection {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw ValidationError("cannot connect to port \(port)") }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                let rest = UnsafeRawBufferPointer(rebasing: $0[offset...])
                return Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            guard count > 0 else { throw ValidationError("the peer closed the connection") }
            offset += count
        }
    }

    /// How many answers came: each XADD is answered by a bulk string of two lines.
    func readAnswers() throws -> Int {
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { throw ValidationError("the peer closed the connection") }
        if buffer[..<count].contains(UInt8(ascii: "-")), buffer[0] == UInt8(ascii: "-") {
            throw ValidationError("the peer refused: \(String(decoding: buffer[..<min(count, 200)], as: UTF8.self))")
        }
        return buffer[..<count].reduce(0) { $0 + ($1 == UInt8(ascii: "$") ? 1 : 0) }
    }
}
