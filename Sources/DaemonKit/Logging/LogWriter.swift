import Glibc
public import Logging
import SafeguardingModel
import Synchronization

/// The writer of log lines to standard error. Each line is one write, so that lines of several threads never mix, and
/// the same line is written only as often as ``LogLimit`` allows.
public struct LogWriter: LogHandler {
    /// The lowest level that is written.
    public var logLevel: Logger.Level
    /// The facts that are written with every line; a line's own facts replace those of the same key.
    public var metadata: Logger.Metadata = [:]

    private let program: String
    private let format: LogFormat
    private let clock: any WallClock
    private let sink: LogSink
    /// Shared by all copies, because a logger is copied with each fact that is added to it.
    private let limit = LogGate()

    public init(
        program: String,
        level: Logger.Level = .info,
        format: LogFormat = .text,
        clock: any WallClock = SystemClock(),
        sink: @escaping LogSink = LogWriter.standardError
    ) {
        self.program = program
        self.logLevel = level
        self.format = format
        self.clock = clock
        self.sink = sink
    }

    /// The sink that writes each line to standard error in one call, and drops it if that fails.
    public static let standardError: LogSink = { line in
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// One of the facts of every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line, unless ``LogLimit`` holds it back; before it, the numbers of lines that were.
    public func log(event: LogEvent) {
        var facts = metadata
        facts.merge(event.metadata ?? [:]) { _, new in new }
        let texts = facts.mapValues { "\($0)" }
        writeRests()
        guard limit.admits(event.level, "\(event.message)", texts, at: clock.now) else { return }
        write(event.level, "\(event.message)", texts)
    }

    /// Writes the number of lines omitted in minutes that are over; with `all`, also in the present one.
    package func writeRests(all: Bool = false) {
        for rest in limit.rests(all: all, at: clock.now) { write(rest.level, rest.message, rest.facts) }
    }

    private func write(_ level: Logger.Level, _ message: String, _ facts: [String: String]) {
        let pairs = facts.map { (key: $0.key, value: $0.value) }.sorted { $0.key < $1.key }
        sink(line(level: level, message: message, facts: pairs))
    }

    private func line(level: Logger.Level, message: String, facts: [(key: String, value: String)]) -> [UInt8] {
        switch format {
        case .text: textLine(level, message, facts)
        case .json: jsonLine(level, message, facts)
        }
    }

    private func textLine(_ level: Logger.Level, _ message: String, _ facts: [(key: String, value: String)]) -> [UInt8]
    {
        var line = "\(clock.now.rfc3339) \(level.rawValue) \(program) \(LogWriter.plain(message))"
        for fact in facts { line += " \(fact.key)=\(LogWriter.quoted(fact.value))" }
        return Array(line.utf8) + [UInt8(ascii: "\n")]
    }

    private func jsonLine(_ level: Logger.Level, _ message: String, _ facts: [(key: String, value: String)]) -> [UInt8]
    {
        var object = JSONObject()
        object["time"] = .string(clock.now.rfc3339)
        object["level"] = .string(level.rawValue)
        object["program"] = .string(program)
        object["message"] = .string(message)
        for fact in facts { object[fact.key] = .string(fact.value) }
        return Array(HarmlessText.printed(JSONValue.object(object).text).utf8) + [UInt8(ascii: "\n")]
    }

    /// Returns the text, quoted where it would be read as several words or could forge a line.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && HarmlessText.isHarmless(text)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
        return isPlain ? text : JSONValue.string(plain(text)).text
    }

    /// Returns the text on one line, without characters that could forge another line or control the terminal.
    private static func plain(_ text: String) -> String { HarmlessText.printedLine(text) }
}

/// The limit that all copies of a writer share.
private final class LogGate: Sendable {
    private let limit = Mutex(LogLimit())

    /// Admits a line by the limit; lines below level `info` are always written.
    func admits(_ level: Logger.Level, _ message: String, _ facts: [String: String], at now: Instant) -> Bool {
        level < .info || limit.withLock { $0.admits(level, message, facts, at: now) }
    }

    func rests(all: Bool, at now: Instant) -> [LogLimit.Rest] {
        limit.withLock { all ? $0.all() : $0.ended(at: now) }
    }
}
