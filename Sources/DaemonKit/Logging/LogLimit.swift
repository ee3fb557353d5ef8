public import Logging
public import SafeguardingModel

/// The limit on repeated lines: ``linesOfOne`` a minute for each peer, and ``linesOfAll`` for all peers together.
/// Further lines are counted, and the count is written when the minute is over.
///
/// Two lines are the same when their level and message are the same and they name the same agency, peer or code;
/// numbers and reasons may differ. So a peer that makes a daemon write lines can neither fill its disk nor hide one
/// line among thousands. It reads no clock: the moment is an argument.
public struct LogLimit: Sendable {
    /// The most lines of one peer in a minute.
    public static let linesOfOne = 5
    /// The most lines of all peers together in a minute.
    public static let linesOfAll = 60
    private static let minute = Span.minutes(1)
    /// The facts by which lines are distinguished.
    private static let distinguishing: Set<String> = Set(
        [LogKey.agency, .peer, .address, .account, .code, .state, .notice, .services].map(\.rawValue)
    )

    /// The common part of lines that count as the same.
    private struct Line: Hashable {
        var level: Logger.Level
        var message: String
        /// The distinguishing facts; nil for all lines of this message.
        var facts: [Fact]?
    }

    private struct Fact: Hashable {
        var key: String
        var value: String
    }

    private struct Tally {
        var began: Instant
        var written = 0
        var omitted = 0
    }

    /// The lines that were omitted in a minute.
    public struct Rest: Hashable, Sendable {
        /// The level of the omitted lines.
        public var level: Logger.Level
        /// The message with their number: `Kept out, and 4,311 more like it`.
        public var message: String
        /// The facts that the omitted lines had in common, and their number as ``LogKey/omitted``.
        public var facts: [String: String]
    }

    private var tallies: [Line: Tally] = [:]
    /// The lines, in the order in which their minutes began.
    private var order: [Line] = []

    public init() {}

    /// Returns whether to write a line, and counts it if not.
    public mutating func admits(
        _ level: Logger.Level,
        _ message: String,
        _ facts: [String: String] = [:],
        at now: Instant
    ) -> Bool {
        let distinguishing = facts.filter { Self.distinguishing.contains($0.key) }.sorted { $0.key < $1.key }
        let all = Line(level: level, message: message)
        let one = Line(level: level, message: message, facts: distinguishing.map { Fact(key: $0.key, value: $0.value) })
        guard hasRoom(one, Self.linesOfOne), hasRoom(all, Self.linesOfAll) else { return false }
        for line in [one, all] { count(line, at: now) }
        return true
    }

    private mutating func hasRoom(_ line: Line, _ limit: Int) -> Bool {
        guard let tally = tallies[line], tally.written >= limit else { return true }
        tallies[line]?.omitted += 1
        return false
    }

    private mutating func count(_ line: Line, at now: Instant) {
        if tallies[line] == nil { order.append(line) }
        tallies[line, default: Tally(began: now)].written += 1
    }

    /// Returns the lines omitted in minutes that are over, and forgets these minutes; the next line begins a new one.
    public mutating func ended(at now: Instant) -> [Rest] {
        // A clock that was set back ends all minutes, so that none lasts longer.
        let isOver = { (tally: Tally) in now - tally.began >= Self.minute || now < tally.began }
        let over = order.prefix { tallies[$0].map(isOver) ?? true }
        order.removeFirst(over.count)
        return over.compactMap { line in tallies.removeValue(forKey: line).flatMap { rest(line, $0.omitted) } }
    }

    /// Returns the lines omitted so far, at the end of the process.
    public mutating func all() -> [Rest] {
        defer { (order, tallies) = ([], [:]) }
        return order.compactMap { line in rest(line, tallies[line]?.omitted ?? 0) }
    }

    private func rest(_ line: Line, _ count: Int) -> Rest? {
        guard count > 0 else { return nil }
        var facts = Dictionary(uniqueKeysWithValues: (line.facts ?? []).map { ($0.key, $0.value) })
        facts[LogKey.omitted.rawValue] = String(count)
        let whose = line.facts == nil ? " of others" : ""
        return Rest(
            level: line.level,
            message: "\(line.message), and \(count.grouped) more like it\(whose)",
            facts: facts
        )
    }
}

extension FixedWidthInteger {
    /// The number with a comma at each thousand: `4,311`.
    package var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}
