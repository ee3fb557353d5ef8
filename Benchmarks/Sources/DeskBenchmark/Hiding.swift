import Foundation
import SafeguardingModel

/// Whether the time of an answer tells that there is a child of whom one may not know.
///
/// A restricted child's page and alert, and ids that nothing has, asked for by turns: what both take, and how often the
/// first takes longer than the second (half of the time, where nothing shows).
struct Hiding: Sendable {
    let desk: BenchDesk
    let requests: Int
    let seed: UInt64

    func measure() async throws {
        let children = await desk.model.children
        var chance = SystemLike(seed: seed + 1)
        let hidden = (0..<50).map { _ in children[chance.below(children.count)] }
        var (alerts, about): ([String], [ChildID]) = ([], [])
        for id in await desk.model.openAlertIDs().prefix(50) {
            guard let child = await desk.model.alert(id)?.subject.child else { continue }
            alerts.append(id)
            about.append(child)
        }
        try await desk.restrict(hidden + about)
        try await Thread.running { [alerts] in
            let browser = try Browser(port: desk.port)
            try browser.signIn(BenchDesk.account, BenchDesk.password)
            say("hidden or nothing             p50 ms of both    hidden takes longer")
            try compare("a child", browser, hidden.map { "/children/\($0)" }, swapped: "/children/C-")
            try compare("an alert", browser, alerts.map { "/alerts/\($0)" }, swapped: "/alerts/A-")
        }
    }

    /// `swapped`: before what is turned round of an id, so that it is as long, and nothing's.
    private func compare(_ name: String, _ browser: Browser, _ paths: [String], swapped head: String) throws {
        var (hidden, nothing): ([Double], [Double]) = ([], [])
        for number in 0..<requests {
            let path = paths[number % paths.count]
            let none = head + String(path.dropFirst(head.count).reversed())
            // By turns who comes first: the second finds the caches warm.
            let isFirst = number.isMultiple(of: 2)
            let one = try time(browser, isFirst ? path : none)
            let other = try time(browser, isFirst ? none : path)
            guard one.answer.status == other.answer.status, one.answer.body.count == other.answer.body.count else {
                return say("\(name): \(one.answer.status) and \(other.answer.status), the answers differ")
            }
            hidden.append((isFirst ? one : other).seconds)
            nothing.append((isFirst ? other : one).seconds)
        }
        let longer = Double(zip(hidden, nothing).count { $0 > $1 }) / Double(requests)
        func middle(_ times: [Double]) -> String { String(format: "%.3f", times.sorted()[times.count / 2] * 1_000) }
        let label = name.padding(toLength: 30, withPad: " ", startingAt: 0)
        say("\(label)\(middle(hidden)) and \(middle(nothing))   \(String(format: "%.3f", longer)) of \(requests)")
    }

    private func time(_ browser: Browser, _ path: String) throws -> (seconds: Double, answer: Browser.Answer) {
        let begin = Stopwatch.now
        let answer = try browser.ask("GET", path)
        return (Stopwatch.now - begin, answer)
    }
}
