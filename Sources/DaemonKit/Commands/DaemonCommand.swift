import ArgumentParser
import Glibc
import Logging
import SafeguardingModel

/// The command line that all daemons share: `NAME [run | check | health] [FILE] [--config FILE]`.
struct DaemonCommand<Program: DaemonProgram>: AsyncParsableCommand {
    enum Verb: String, ExpressibleByArgument, CaseIterable {
        case run, check, health
    }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Program.name,
            abstract: Program.abstract,
            discussion: """
                run     serves until SIGTERM; SIGHUP rereads what can be reread (default)
                check   looks at configuration, keys and reachability: one line a fault, exit 0 or 1
                health  says whether the running daemon is well, for a container's health check: exit 0 or 1
                """,
            version: "\(Program.name) \(Release.version)"
        )
    }

    @Argument(help: "run, check or health.")
    var verb: Verb = .run

    @Argument(help: ArgumentHelp(Program.fileHelp ?? "", visibility: Program.fileHelp == nil ? .hidden : .default))
    var file: String?

    @Option(help: "The configuration file (default: Config/\(Program.name).yaml).")
    var config: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: LogLevel?

    @Option(help: "text or json.")
    var logFormat: LogFormatWord?

    func run() async throws {
        if file != nil && verb != .check { throw UsageError("only 'check' takes a file") }
        let path = try config ?? Program.defaultConfiguration()
        switch verb {
        case .run:
            try await DaemonRun<Program>(configuration: path, level: logLevel?.level, format: logFormat?.format).run()
        case .check: try await DaemonCheck<Program>(configuration: path, file: file).run()
        case .health: try HealthCheck<Program>(configuration: path).run()
        }
    }
}

extension DaemonCommand {
    /// Runs the command and exits: 0 done, 1 a fault, 2 wrong usage.
    static func launch(_ arguments: [String]?) async {
        do {
            try await parsed(arguments).run()
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch {
            leave("\(Program.name): \(error)", code: error is UsageError ? 2 : 1)
        }
    }

    /// Returns the parsed arguments, or ends the process with what is wrong with them.
    private static func parsed(_ arguments: [String]?) -> Self {
        do {
            return try parse(arguments)
        } catch  where exitCode(for: error) == .success {
            print(fullMessage(for: error))
            Glibc.exit(0)
        } catch {
            leave(fullMessage(for: error), code: 2)
        }
    }

    private static func leave(_ message: String, code: Int32) -> Never {
        LogWriter.standardError(Array("\(message)\n".utf8))
        Glibc.exit(code)
    }
}

/// A level of the log, as an argument.
struct LogLevel: ExpressibleByArgument {
    let level: Logger.Level

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument) else { return nil }
        self.level = level
    }
}

/// A format of the log, as an argument.
struct LogFormatWord: ExpressibleByArgument {
    let format: LogFormat

    init?(argument: String) {
        guard let format = LogFormat(rawValue: argument) else { return nil }
        self.format = format
    }
}
