import Foundation
import SafeguardingModel
import Synchronization

/// Many open pages, each told of every change, while events come.
struct LivePages: Sendable {
    let desk: BenchDesk
    let pages: Int
    let rate: Int
    private let seconds = 20

    /// When the last batch went in, and how long until each page had heard.
    private final class Hearing: Sendable {
        struct State {
            var waits: [Double] = []
            var began = 0.0
            var messages = 0
        }

        let state = Mutex(State())

        func heard(_ text: String) {
            let count = text.split(separator: "event: alerts").count - 1
            guard count > 0 else { return }
            let now = Stopwatch.now
            state.withLock { state in
                state.messages += count
                state.waits.append(now - state.began)
            }
        }
    }

    func measure(_ past: Past) async throws {
        let hearing = Hearing()
        let browsers = try await open(hearing)
        while desk.model.livePages < pages { try await Task.sleep(for: .milliseconds(50)) }
        let used = Stopwatch.used
        let begin = Stopwatch.now
        try await Task.sleep(for: .seconds(5))
        let idle = (Stopwatch.used - used) / (Stopwatch.now - begin)
        say("\(pages) live pages open, nothing happening: \(percent(idle)) of one core; \(Memory.resident >> 20) MB")
        try await feed(past, hearing)
        for browser in browsers { browser.hangUp() }
    }

    private func feed(_ past: Past, _ hearing: Hearing) async throws {
        let used = Stopwatch.used
        let begin = Stopwatch.now
        for second in 0..<seconds {
            for entry in past.events(rate, over: .seconds(1)) {
                hearing.state.withLock { $0.began = Stopwatch.now }
                try await desk.model.apply([entry])
                try await Task.sleep(for: .milliseconds(1_000 / rate / 2))
            }
            let due = begin + Double(second + 1) - Stopwatch.now
            if due > 0 { try await Task.sleep(for: .milliseconds(Int64(due * 1_000))) }
        }
        let share = (Stopwatch.used - used) / (Stopwatch.now - begin)
        let (waits, messages) = hearing.state.withLock { ($0.waits.sorted(), $0.messages) }
        say(
            "\(rate) events a second for \(seconds) s: \(percent(share)) of one core, pages' side included; \(messages) messages"
        )
        guard !waits.isEmpty else { return }
        let (middle, late) = (waits[waits.count / 2], waits[waits.count * 95 / 100])
        say("from event to page: p50 \(round(middle * 1_000)) ms, p95 \(round(late * 1_000)) ms")
    }

    private func open(_ hearing: Hearing) async throws -> [Browser] {
        let box = Mutex<[Browser]>([])
        let (port, pages) = (desk.port, pages)
        try await Thread.running {
            let first = try Browser(port: port)
            try first.signIn(BenchDesk.account, BenchDesk.password)
            for _ in 0..<pages {
                let browser = try first.another()
                box.withLock { $0.append(browser) }
            }
        }
        let browsers = box.withLock { $0 }
        for browser in browsers {
            let thread = Thread { try? browser.listen(hearing.heard) }
            thread.stackSize = 1 << 20
            thread.start()
        }
        return browsers
    }

    private func percent(_ share: Double) -> String { "\(round(share * 100)) %" }
    private func round(_ value: Double) -> String { String(format: "%.1f", value) }
}
