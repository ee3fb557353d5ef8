import DaemonKit
import Glibc
import Logging
import SafeguardingModel
import ServiceLifecycle
import TestKit
import Testing

@Suite("The life of a daemon")
struct DaemonTests {
    private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

    private static func daemon(_ services: [NamedService], signal number: Int32) -> Daemon {
        let daemon = RunningDaemon(services: services, ready: { kill(getpid(), number) })
        let logger = LogSettings().logger(for: "sample")
        return Daemon(daemon, logger: logger, health: Health(program: "sample"), drainWithin: .milliseconds(200))
    }

    @Test("SIGTERM and SIGINT drain the services in reverse order", arguments: [SIGTERM, SIGINT])
    func draining(number: Int32) async throws {
        let result = try await #require(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
            [number = number as Int32] in
            let services = ["first", "second"].map { name in
                NamedService(name) {
                    try await gracefulShutdown()
                    print("\(name) drained")
                }
            }
            try await DaemonTests.daemon(services, signal: number).run()
            exit(0)
        }
        let output = text(result.standardOutputContent)
        #expect(output.contains("second drained\nfirst drained"))
    }

    @Test("A service that does not drain is named, and the process ends all the same")
    func stubborn() async throws {
        let result = try await #require(processExitsWith: .exitCode(70), observing: [\.standardErrorContent]) {
            let stubborn = NamedService("stubborn") { while true { try? await Task.sleep(for: .seconds(60)) } }
            let easy = NamedService("easy") { try await gracefulShutdown() }
            try await DaemonTests.daemon([stubborn, easy], signal: SIGTERM).run()
        }
        let log = text(result.standardErrorContent)
        #expect(log.contains("error sample Not drained in time, ending at once services=stubborn"))
    }

    @Test("A service that fails takes the others down in good order, and is named")
    func failing() async throws {
        let services = [
            NamedService("steady") { try await gracefulShutdown() },
            NamedService("frail") { throw UsageError("it is too much") },
        ]
        let daemon = Daemon(RunningDaemon(services: services), logger: .silent, health: Health(program: "sample"))
        let error = await #expect(throws: DaemonError.self) { try await daemon.run() }
        #expect("\(try #require(error))" == "frail failed: it is too much")
    }

    @Test("A service that ends unasked is a fault too")
    func fleeting() async throws {
        let daemon = Daemon(
            RunningDaemon(services: [NamedService("fleeting") {}]),
            logger: .silent,
            health: Health(program: "sample")
        )
        let error = await #expect(throws: DaemonError.self) { try await daemon.run() }
        #expect("\(try #require(error))" == "fleeting ended although nobody had asked it to")
    }

    @Test("Two daemons cannot have the same data folder, and the second is told who has it")
    func lock() throws {
        let folder = try Scratch()
        let lock = try DirectoryLock(folder("data"), program: "first")
        let fault = #expect(throws: FileError.self) { try DirectoryLock(folder("data"), program: "second") }
        #expect(
            fault?.message
                == "is in use by first (process \(getpid())); two daemons must not share a data folder"
        )
        withExtendedLifetime(lock) {}
    }

    @Test("A data folder is free again when its daemon is gone")
    func unlock() throws {
        let folder = try Scratch()
        do { _ = try DirectoryLock(folder("data"), program: "first") }
        _ = try DirectoryLock(folder("data"), program: "second")
    }

    @Test("Too few open files is a sentence, enough is none")
    func limits() {
        #expect(ProcessLimits.openFiles(atLeast: 16) == nil)
        #expect(ProcessLimits.openFiles(atLeast: 1 << 40)?.contains("raise LimitNOFILE") == true)
    }

    @Test(
        "Some descriptors are kept from connections, however many or few there are",
        arguments: [(4_096, 3_968), (1_024, 896), (64, 32), (1 << 20, 8_192)] as [(UInt64, UInt64)]
    )
    func reserve(limit: UInt64, bound: UInt64) {
        #expect(ProcessLimits.bound(of: limit) == bound)
    }

    @Test("A start takes all files that it may have, and connections beyond the bound are closed at once")
    func descriptors() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 64, rlim_max: 256)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect(ProcessLimits.openFiles(atLeast: 200) == nil)
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect(limit.rlim_cur == 256)
            // As the libraries find it that take connections.
            typealias Accept =
                @convention(c) (Int32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int32) -> Int32
            let accept = unsafeBitCast(dlsym(nil, "accept4"), to: Accept.self)
            let listener = DaemonTests.listener()
            var taken = 0
            for _ in 0..<100 {
                DaemonTests.connect(to: listener)
                let connection = accept(listener, nil, nil, 0)
                if connection >= 0 { taken += 1 } else { #expect(errno == ECONNABORTED) }
            }
            #expect(taken > 20 && taken < 64)
            #expect(ProcessLimits.refusedConnections == UInt64(100 - taken))
            let left = (0..<20).map { _ in dup(listener) }
            #expect(left.allSatisfy { $0 >= 0 })
        }
    }

    private static func listener() -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listen(descriptor, 128)
        return descriptor
    }

    private static func connect(to listener: Int32) {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                getsockname(listener, generic, &length)
                _ = Glibc.connect(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0), generic, length)
            }
        }
    }
}
