import Logging
import SafeguardingModel
import Testing

@testable import DaemonKit

@Suite("The same line is written a few times a minute, and then counted")
struct LogLimitTests {
    private let noon = Instant(seconds: 1_451_908_800)

    @Test("Of 64,671 lines of one peer in three seconds five are written, and the rest is one line with its count")
    func onePeer() {
        var limit = LogLimit()
        let facts = ["peer": "sample-house", "code": "gap"]
        let written = (0..<64_671).count { number in
            limit.admits(.warning, "Fault told", facts, at: noon + .milliseconds(Int64(number / 22)))
        }
        #expect(written == LogLimit.linesOfOne)
        let early = limit.ended(at: noon + .seconds(59))
        #expect(early.isEmpty)
        let rest = limit.ended(at: noon + .seconds(60))
        #expect(
            rest == [
                .init(
                    level: .warning,
                    message: "Fault told, and 64,666 more like it",
                    facts: ["peer": "sample-house", "code": "gap", "omitted": "64666"]
                )
            ]
        )
        let later = limit.ended(at: noon + .minutes(9))
        #expect(later.isEmpty)
        let again = limit.admits(.warning, "Fault told", facts, at: noon + .minutes(9))
        #expect(again)
    }

    @Test("Peers, levels, messages and codes are counted apart; numbers and reasons are not")
    func apart() {
        var limit = LogLimit()
        let first = (0..<LogLimit.linesOfOne).map { number in
            limit.admits(.warning, "Kept out", ["address": "10.0.0.1", "reason": "\(number)"], at: noon)
        }
        #expect(!first.contains(false))
        let others: [(Logger.Level, String, String)] = [
            (.warning, "Kept out", "10.0.0.1"), (.warning, "Kept out", "10.0.0.2"), (.error, "Kept out", "10.0.0.1"),
            (.warning, "Row refused", "10.0.0.1"),
        ]
        let admitted = others.map { level, message, address in
            limit.admits(level, message, ["address": address, "reason": "again"], at: noon)
        }
        #expect(admitted == [false, true, true, true])
    }

    @Test("Two thousand peers with a line each do not fill a log either")
    func manyPeers() {
        var limit = LogLimit()
        let written = (0..<2_000).count { limit.admits(.warning, "Kept out", ["address": "10.0.\($0)"], at: noon) }
        #expect(written == LogLimit.linesOfAll)
        let rest = limit.all()
        #expect(rest.map(\.message) == ["Kept out, and 1,940 more like it of others"])
        let nothing = limit.all()
        #expect(nothing.isEmpty)
    }

    @Test("A clock that is put back begins a new minute rather than silence the log for hours")
    func clockPutBack() {
        var limit = LogLimit()
        for _ in 0..<9 { _ = limit.admits(.info, "Ready", at: noon) }
        let rest = limit.ended(at: noon - .hours(3))
        #expect(rest.map(\.message) == ["Ready, and 4 more like it"])
        let again = limit.admits(.info, "Ready", at: noon - .hours(3))
        #expect(again)
    }

    @Test("A logger and its copies share the limit, and the count comes with the first line after the minute")
    func logger() {
        let lines = LogTests.Lines()
        let clock = SettableClock(noon)
        let writer = LogWriter(program: "sample", clock: clock, sink: lines.sink)
        let logger = Logger(label: "sample") { _ in writer }
        for _ in 0..<4 { logger.record(.error, "Nothing written") }
        for number in 0..<4_300 { logger.with([.row: number]).record(.error, "Nothing written") }
        #expect(lines.all.count == LogLimit.linesOfOne)
        clock.advance(by: .minutes(1))
        logger.record(.notice, "Ready")
        #expect(
            lines.all.suffix(2) == [
                "2016-01-04T12:01:00Z error sample Nothing written, and 4,299 more like it omitted=4299\n",
                "2016-01-04T12:01:00Z notice sample Ready\n",
            ]
        )
    }
}
