public import Logging
public import SafeguardingModel

/// How often the same line is written: a few times a minute for each peer, and a stated number of times for all peers
/// together. The others are counted, and the count is written when the minute is over.
///
/// Two lines are the same when their level and message are the same and they speak of the same agency, peer or code;
/// numbers and reasons may differ. Whoever can make a daemon write lines can so neither fill its disk nor hide one line
/// among thousands. Reads no clock: the moment is an argument.
public struct LogLimit: Sendable {
    /// How many lines of one peer are written in a minute.
    public static let linesOfOne = 5
    /// How many lines of all peers together are written in a minute.
    public static let linesOfAll = 60
    private static let minute = Span.minutes(1)
    /// The facts that say of whom or of what sort a line is.
    private static let telling: Set<String> = Set(
        [LogKey.agency, .peer, .address, .account, .code, .state, .notice, .services].map(\.rawValue)
    )

    /// What two lines have in common that are the same.
    private struct Line: Hashable {
        var level: Logger.Level
        var message: String
        /// The facts that tell; nil for all lines of this message.
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

    /// What was left out in a minute.
    public struct Rest: Hashable, Sendable {
        public var level: Logger.Level
        /// `Kept out, and 4,311 more like it`
        public var message: String
        public var facts: [String: String]
    }

    private var tallies: [Line: Tally] = [:]
    /// In the order in which their minutes began.
    private var order: [Line] = []

    public init() {}

    /// Whether a line is to be written; one that is not is counted.
    public mutating func admits(
        _ level: Logger.Level,
        _ message: String,
        _ facts: [String: String] = [:],
        at now: Instant
    ) -> Bool {
        let telling = facts.filter { Self.telling.contains($0.key) }.sorted { $0.key < $1.key }
        let all = Line(level: level, message: message)
        let one = Line(level: level, message: message, facts: telling.map { Fact(key: $0.key, value: $0.value) })
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

    /// What was left out in the minutes that are over; they are forgotten, and new ones begin with the next line.
    public mutating func ended(at now: Instant) -> [Rest] {
        // A clock that was put back ends all minutes, rather than stretch them.
        let isOver = { (tally: Tally) in now - tally.began >= Self.minute || now < tally.began }
        let over = order.prefix { tallies[$0].map(isOver) ?? true }
        order.removeFirst(over.count)
        return over.compactMap { line in tallies.removeValue(forKey: line).flatMap { rest(line, $0.omitted) } }
    }

    /// What was left out so far, at the end of the process.
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
    /// `4,311`
    package var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}
