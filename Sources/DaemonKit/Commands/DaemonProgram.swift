public import Logging

/// A daemon, to the commands that all daemons share: `run`, `check` and `health`.
///
/// ```swift
/// @main
/// struct AggregatorProgram: DaemonProgram { ... }
/// ```
///
/// ## Topics
/// ``init(_:)`` reads the configuration and opens nothing. ``faults()`` looks at everything and changes nothing.
/// ``start(_:)`` opens what is needed and hands over the services.
public protocol DaemonProgram: Sendable {
    /// `police-adapter`: the command, the name in the log, the default configuration file.
    static var name: String { get }
    /// What it is, in one sentence, for `--help`.
    static var abstract: String { get }
    /// What `check FILE` does, for `--help`; nil where there is no such thing.
    static var fileHelp: String? { get }
    /// The file to read when no `--config` is given.
    static func defaultConfiguration() throws -> String

    /// Reads the configuration.
    init(_ file: ConfigurationFile) throws

    var log: LogSettings { get }
    /// The folder that this daemon alone may use.
    var data: String { get }
    /// Whom the configuration is for, where a program serves several: told when `check` finds it in order.
    var subject: String? { get }
    /// How many files and sockets it may have to hold open.
    var openFiles: UInt64 { get }

    /// Everything that is wrong, a sentence each; nothing when it would run.
    func faults() async -> [String]
    /// What is no fault and could be better, a sentence each, for `check`.
    var warnings: [String] { get }
    /// Shows what would come of a file, and sends nothing.
    ///
    /// The answer: whether all of it was usable.
    func show(file: String) async throws -> Bool
    /// Opens what is needed and hands over the services.
    func start(_ context: DaemonContext) async throws -> RunningDaemon
}

/// What a program is given to run with.
public struct DaemonContext: Sendable {
    public var logger: Logger
    public var clock: any WallClock
    public var health: Health

    public init(logger: Logger, clock: any WallClock, health: Health) {
        self.logger = logger
        self.clock = clock
        self.health = health
    }
}

extension DaemonProgram {
    public static var fileHelp: String? { nil }
    public static func defaultConfiguration() throws -> String { "Config/\(name).yaml" }
    public var subject: String? { nil }
    public var warnings: [String] { [] }
    public var openFiles: UInt64 { 1_024 }
    public func show(file: String) async throws -> Bool {
        throw WrongUsage("\(Self.name) check takes no file")
    }

    /// The program's entry: reads the arguments, does what they ask for, and exits.
    public static func main() async {
        await DaemonCommand<Self>.launch(nil)
    }

    /// The same with arguments of one's own.
    package static func main(_ arguments: [String]) async {
        await DaemonCommand<Self>.launch(arguments)
    }
}

/// Something asked for that this program does not do.
///
/// Ends with exit code 2.
public struct WrongUsage: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
