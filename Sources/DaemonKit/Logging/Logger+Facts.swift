public import Logging

extension Logger {
    /// Writes a constant message with its facts: `logger.record(.warning, "Row quarantined", [.row: 7])`.
    ///
    /// The message is a `StaticString`, so that nothing about a child can slip into it.
    public func record(
        _ level: Level,
        _ message: StaticString,
        _ facts: KeyValuePairs<LogKey, any CustomStringConvertible> = [:]
    ) {
        guard logLevel <= level else { return }
        var metadata: Metadata = [:]
        for (key, value) in facts { metadata[key.rawValue] = .string(value.description) }
        log(level: level, "\(message)", metadata: metadata)
    }

    /// Returns this logger with facts for each of its lines.
    public func with(_ facts: KeyValuePairs<LogKey, any CustomStringConvertible>) -> Logger {
        var logger = self
        for (key, value) in facts { logger[metadataKey: key.rawValue] = .string(value.description) }
        return logger
    }

    /// A logger that writes nothing, for tests and tools.
    public static var silent: Logger {
        Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
    }
}
