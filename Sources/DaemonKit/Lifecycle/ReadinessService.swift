import Glibc
import Logging
import ServiceLifecycle

/// The service that reports once that the daemon serves: in its log, in its health, and to systemd where that listens.
struct ReadinessService: Service {
    let ready: @Sendable () async -> Void
    let logger: Logger
    let health: Health

    func run() async throws {
        await ready()
        guard !Task.isShuttingDownGracefully && !Task.isCancelled else { return }
        health.set(.serving)
        logger.record(.notice, "Ready", [.process: getpid()])
        ServiceManager.notify("READY=1")
        try? await gracefulShutdown()
        ServiceManager.notify("STOPPING=1")
    }
}

/// The supervisor that started this process, if it is systemd with `Type=notify`.
enum ServiceManager {
    static func notify(_ state: String) {
        guard let target = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }), target.utf8.count < 100 else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: target.utf8)
            // A leading `@` denotes an abstract address: its first byte is zero.
            if path.first == UInt8(ascii: "@") { path[0] = 0 }
        }
        send(Array(state.utf8), to: address, length: MemoryLayout<sa_family_t>.size + target.utf8.count)
    }

    private static func send(_ bytes: [UInt8], to address: sockaddr_un, length: Int) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), generic, socklen_t(length))
            }
        }
    }
}
