import Logging

/// `run`: from the configuration to the last service drained.
struct DaemonRun<Program: DaemonProgram> {
    let configuration: String
    let level: Logger.Level?
    let format: LogFormat?

    func run() async throws {
        ProcessLimits.harden()
        let program = try Program(try ConfigurationFile(path: configuration))
        let logger = logger(program.log)
        if let fault = ProcessLimits.openFiles(atLeast: program.openFiles) {
            throw FileFault(path: configuration, message: fault)
        }
        let lock = try DirectoryLock(program.data, program: Program.name)
        defer { withExtendedLifetime(lock) {} }
        try await serve(program, logger: logger)
    }

    private func serve(_ program: Program, logger: Logger) async throws {
        let clock = SystemClock()
        let health = Health(program: Program.name, clock: clock)
        logger.record(.info, "Starting")
        var daemon = try await program.start(DaemonContext(logger: logger, clock: clock, health: health))
        // First in, last out: it still tells of the draining of all others.
        let file = HealthFile(in: program.data, health: health, clock: clock, facts: daemon.facts)
        daemon.services.insert(NamedService("health file", file), at: 0)
        try await Daemon(daemon, logger: logger, health: health).run()
    }

    private func logger(_ settings: LogSettings) -> Logger {
        let settings = LogSettings(level: level ?? settings.level, format: format ?? settings.format)
        return settings.logger(for: Program.name)
    }
}
