import Logging
import SafeguardingModel

/// The command `run`: from reading the configuration to draining the last service.
struct DaemonRun<Program: DaemonProgram> {
    let configuration: String
    let level: Logger.Level?
    let format: LogFormat?

    func run() async throws {
        ProcessLimits.harden()
        let program = try Program(try ConfigurationFile(path: configuration))
        let writer = writer(program.log)
        defer { writer.writeRests(all: true) }
        if let fault = ProcessLimits.openFiles(atLeast: program.openFiles) {
            throw FileError(path: configuration, message: fault)
        }
        let lock = try DirectoryLock(program.data, program: Program.name)
        defer { withExtendedLifetime(lock) {} }
        try await serve(program, writer)
    }

    private func serve(_ program: Program, _ writer: LogWriter) async throws {
        let logger = Logger(label: Program.name) { _ in writer }
        let clock = SystemClock()
        let health = Health(program: Program.name, clock: clock)
        let socket = listen(program.data, health, logger)
        defer { socket?.stop() }
        logger.record(.info, "Starting")
        var daemon = try await program.start(DaemonContext(logger: logger, clock: clock, health: health))
        let watch = ProcessWatch(data: program.data, health: health, logger: logger)
        let facts: @Sendable () async -> JSONObject = { [facts = daemon.facts] in
            watch.look(at: clock.now)
            writer.writeRests()
            return await facts()
        }
        socket?.answer(with: facts)
        // The first service is stopped last: it still reports while all others drain.
        let file = HealthFile(in: program.data, health: health, clock: clock, facts: facts)
        daemon.services.insert(NamedService("health file", file), at: 0)
        try await Daemon(daemon, logger: logger, health: health).run()
    }

    /// Opens the health socket; without it the daemon does its work all the same.
    private func listen(_ data: String, _ health: Health, _ logger: Logger) -> HealthSocket? {
        do throws(FileError) {
            return try HealthSocket(in: data, health: health)
        } catch {
            logger.record(.error, "Nobody can ask how this daemon is", [.reason: error])
            return nil
        }
    }

    private func writer(_ settings: LogSettings) -> LogWriter {
        LogSettings(level: level ?? settings.level, format: format ?? settings.format).writer(for: Program.name)
    }
}
