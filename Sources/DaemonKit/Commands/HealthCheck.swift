import ArgumentParser

/// The command `health`: asks the running daemon for its health.
struct HealthCheck<Program: DaemonProgram> {
    let configuration: String

    func run() throws {
        let program = try Program(try ConfigurationFile(path: configuration))
        let report = HealthReport(asking: program.data)
        print("\(Program.name): \(report.sentence)")
        if !report.isWell { throw ExitCode(1) }
    }
}
