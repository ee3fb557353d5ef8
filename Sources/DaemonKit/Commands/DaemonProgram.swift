public import Logging

/// A daemon, to the commands that all daemons share: `run`, `check` and `health`.
///
/// ``init(_:)`` reads the configuration and opens nothing. ``faults()`` looks at everything and changes nothing.
/// ``start(_:)`` opens what is needed and hands over the services.
public protocol DaemonProgram: Sendable {
    /// `police-adapter`: the command, the name in the log, the default configuration file.
    static var name: String { get }
    /// The program's purpose in one sentence, for `--help`.
    static var abstract: String { get }
    /// The effect of `check FILE`, for `--help`; nil where a program has no such check.
    static var fileHelp: String? { get }
    /// Returns the file to read when no `--config` is given.
    ///
    /// - Throws: a sentence for people where several files are possible.
    static func defaultConfiguration() throws -> String

    /// Reads the configuration.
    ///
    /// - Throws: the first fault of the configuration.
    init(_ file: ConfigurationFile) throws

    /// The level and the form of log lines; the command line may override both.
    var log: LogSettings { get }
    /// The folder that this daemon alone may use.
    var data: String { get }
    /// The agency of the configuration, where a program serves several: printed when `check` finds no fault.
    var servedAgency: String? { get }
    /// The most files and sockets that the daemon may have to hold open.
    var openFiles: UInt64 { get }

    /// Returns a sentence for each fault; none when the daemon would run.
    func faults() async -> [String]
    /// Improvements that are not faults, a sentence each, for `check`.
    var warnings: [String] { get }
    /// Prints a preview of what a file would publish, and sends nothing.
    ///
    /// Returns whether all of it was usable.
    func show(file: String) async throws -> Bool
    /// Opens what is needed and returns the services.
    ///
    /// - Throws: whatever keeps the daemon from its work; the process then ends with exit code 1.
    func start(_ context: DaemonContext) async throws -> RunningDaemon
}

/// The services of the process that a program is given to run with.
public struct DaemonContext: Sendable {
    /// The logger of the process, with the program's name on each line.
    public var logger: Logger
    /// The clock of the process; tests pass one that they set.
    public var clock: any WallClock
    /// The place for faults and counts, from which monitors are answered.
    public var health: Health

    public init(logger: Logger, clock: any WallClock, health: Health) {
        self.logger = logger
        self.clock = clock
        self.health = health
    }
}

extension DaemonProgram {
    /// `check` takes no file.
    public static var fileHelp: String? { nil }
    /// `Config/<name>.yaml`, relative to the working directory.
    public static func defaultConfiguration() throws -> String { "Config/\(name).yaml" }
    /// None: the program serves one agency or none.
    public var servedAgency: String? { nil }
    /// None.
    public var warnings: [String] { [] }
    /// 1,024, the soft limit that most systems give a process; daemons that serve others need more.
    public var openFiles: UInt64 { 1_024 }
    /// Refuses the file.
    ///
    /// - Throws: ``UsageError``, always.
    public func show(file: String) async throws -> Bool {
        throw UsageError("\(Self.name) check takes no file")
    }

    /// Runs the program: reads the arguments, does what they ask for, and exits.
    public static func main() async {
        await DaemonCommand<Self>.launch(nil)
    }

    /// Runs the program with the given arguments.
    package static func main(_ arguments: [String]) async {
        await DaemonCommand<Self>.launch(arguments)
    }
}

/// The error that the arguments ask for something that this program does not do.
///
/// The exit code is 2.
public struct UsageError: Error, CustomStringConvertible {
    /// The sentence that is printed after the program's name.
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
