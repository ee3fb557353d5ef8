import DaemonKit
import Logging
import SafeguardingModel
import Synchronization
import Testing

@Suite("Log lines")
struct LogTests {
    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        var sink: LogSink { { [self] line in lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } } }
    }

    private let lines = Lines()

    private func logger(_ format: LogFormat) throws -> Logger {
        let noon = try #require(Instant(rfc3339: "2016-01-04T12:00:00Z"))
        let writer = LogWriter(program: "sample", format: format, clock: SettableClock(noon), sink: lines.sink)
        return Logger(label: "sample") { _ in writer }
    }

    @Test("A line for people has the time, the level, the program, the message and the facts in order")
    func text() throws {
        try logger(.text).record(.warning, "Row quarantined", [.row: 7, .field: "born", .reason: "two words"])
        #expect(
            lines.all == [
                "2016-01-04T12:00:00Z warning sample Row quarantined field=born reason=\"two words\" row=7\n"
            ]
        )
    }

    @Test("A line for collectors is one JSON object")
    func json() throws {
        try logger(.json).with([.agency: "sample-house"]).record(.info, "Ready", [.count: 2])
        #expect(
            lines.all == [
                #"{"time":"2016-01-04T12:00:00Z","level":"info","program":"sample","message":"Ready","#
                    + #""agency":"sample-house","count":"2"}"# + "\n"
            ]
        )
    }

    @Test("No fact can forge a line or paint the terminal", arguments: LogFormat.allCases)
    func forging(format: LogFormat) throws {
        try logger(format).record(.info, "Refused", [.code: "a\n2016 error forged \u{1B}[31m\u{85}"])
        let line = try #require(lines.all.first)
        #expect(line.filter(\.isNewline).count == 1 || format == .json)
        #expect(!line.dropLast().utf8.contains { $0 < 0x20 })
    }

    @Test("A message below the level costs nothing and writes nothing")
    func level() throws {
        try logger(.text).record(.debug, "Polled")
        #expect(lines.all.isEmpty)
    }
}
