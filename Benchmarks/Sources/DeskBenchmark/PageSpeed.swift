import Foundation
import SafeguardingModel

/// How long each page takes, one request after the other on one connection.
struct PageSpeed: Sendable {
    let desk: BenchDesk
    let requests: Int
    let seed: UInt64

    func measure() async throws {
        let alerts = await desk.model.openAlertIDs()
        let children = await desk.model.children
        // Blocking: on a thread of its own, while the pool serves.
        try await Thread.running {
            let browser = try Browser(port: desk.port)
            try browser.signIn(BenchDesk.account, BenchDesk.password)
            var chance = SystemLike(seed: seed)
            say("page                          p50 ms   p95 ms   p99 ms   max ms      KiB")
            for (name, path) in [
                ("inbox", "/"), ("inbox, mine", "/?whose=mine"), ("inbox, nobody's", "/?whose=unassigned"),
                ("inbox, new", "/?whose=new"), ("inbox, high", "/?severity=high"), ("all alerts", "/?show=all"),
                ("closed alerts", "/?show=closed"), ("hand-over", "/handover"), ("answers", "/answers"),
                ("panel pack", "/panel"), ("numbers, 30 days", "/numbers?days=30"),
                ("numbers, a year", "/numbers?days=365"),
            ] {
                try time(name, browser) { _ in ("GET", path, nil) }
            }
            try time("an alert", browser) { chance in ("GET", "/alerts/\(alerts[chance.below(alerts.count)])", nil) }
            let picked = (0..<requests).map { _ in "\(children[chance.below(children.count)])" }
            for child in picked {
                let page = try browser.ask("GET", "/children/\(child)")
                guard page.status == 403 else { continue }
                let token = page.text.value(after: "name=\"token\" value=\"", until: "\"")
                try browser.ask("POST", "/children/\(child)/open", "token=\(token)&reason=For+the+benchmark.")
            }
            var next = 0
            for (name, rest) in [
                ("a child", ""), ("a child's pack", "/pack"), ("a chronology as CSV", "/chronology.csv"),
            ] {
                try time(name, browser) { _ in
                    next += 1
                    return ("GET", "/children/\(picked[next % picked.count])\(rest)", nil)
                }
            }
            let token = try browser.ask("GET", "/search").text.value(after: "name=\"token\" value=\"", until: "\"")
            try time("a search", browser) { chance in
                ("POST", "/search", "token=\(token)&q=example+\(chance.below(children.count))")
            }
            try time("a search for all", browser) { _ in ("POST", "/search", "token=\(token)&q=sample") }
        }
    }

    private func time(
        _ name: String,
        _ browser: Browser,
        _ request: (inout SystemLike) -> (String, String, String?)
    ) throws {
        var chance = SystemLike(seed: seed)
        var times: [Double] = []
        var bytes = 0
        for number in 0..<(requests + 3) {
            let (method, path, form) = request(&chance)
            let begin = Stopwatch.now
            let answer = try browser.ask(method, path, form)
            // The first few warm what is warm in life.
            if number >= 3 { times.append(Stopwatch.now - begin) }
            guard answer.status == 200 else { return say("\(name): status \(answer.status) for \(path)") }
            bytes = max(bytes, answer.body.count)
        }
        times.sort()
        func at(_ share: Double) -> String {
            pad(String(format: "%.1f", times[min(times.count - 1, Int(Double(times.count) * share))] * 1_000), 9)
        }
        let label = name + String(repeating: " ", count: max(0, 27 - name.count))
        say("\(label)\(at(0.5))\(at(0.95))\(at(0.99))\(at(1))\(pad("\(bytes >> 10)", 9))")
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// Numbers that look like chance and are the same each time.
struct SystemLike {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, bound)))
    }
}

extension Thread {
    /// Runs what blocks on a thread of its own.
    static func running(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let thread = Thread { continuation.resume(with: Result { try body() }) }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
