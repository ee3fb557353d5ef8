public import Logging
public import StrictYAML

/// The value of `log` in a configuration file: `{ level: info, format: text }`.
public struct LogSettings: Hashable, Sendable {
    /// The lowest level that is written.
    public var level: Logger.Level
    /// The form of each line.
    public var format: LogFormat

    public init(level: Logger.Level = .info, format: LogFormat = .text) {
        self.level = level
        self.format = format
    }

    /// Reads the value of `log`; missing keys have their defaults.
    ///
    /// - Throws: ``YAMLError`` with the words that are possible.
    public init(_ node: YAMLNode?) throws(YAMLError) {
        self.init()
        guard let node else { return }
        let mapping = try node.mapping(of: ["level", "format"])
        if let value = mapping["level"] {
            let word = try value.choice(of: Logger.Level.allCases.map(\.rawValue))
            level = Logger.Level(rawValue: word) ?? level
        }
        if let value = mapping["format"] { format = try value.choice(LogFormat.self) }
    }

    /// Makes a logger that writes to standard error.
    public func logger(for program: String, sink: @escaping LogSink = LogWriter.standardError) -> Logger {
        let writer = writer(for: program, sink: sink)
        return Logger(label: program) { _ in writer }
    }

    func writer(for program: String, sink: @escaping LogSink = LogWriter.standardError) -> LogWriter {
        LogWriter(program: program, level: level, format: format, sink: sink)
    }
}
