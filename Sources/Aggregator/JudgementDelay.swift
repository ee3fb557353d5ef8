import DaemonKit
import SafeguardingModel
import Synchronization

/// A measure of how long entries have been waiting for judgement, as of the last look.
struct JudgementDelay: Sendable {
    /// The time that an entry may wait before the health reports it.
    static let longest = Span.seconds(30)
    /// The journal's last position at an earlier look, up to which entries have not all been judged since.
    private var target: Position = 0
    private var since = Instant.distantPast

    /// Returns the least time that the first waiting entry has been waiting; zero if none waits.
    mutating func wait(judged: Position, last: Position, at now: Instant) -> Span {
        guard judged < target, now >= since else {
            (target, since) = (last, now)
            return .zero
        }
        return now - since
    }
}

/// A watch that reports in the health that judgement is behind.
final class JudgementWatch: Sendable {
    private let worker: CorrelationWorker
    private let health: Health
    private let delay = Mutex(JudgementDelay())

    init(_ worker: CorrelationWorker, _ health: Health) {
        self.worker = worker
        self.health = health
    }

    func look(last: Position, at now: Instant) {
        let judged = worker.judged
        let wait = delay.withLock { $0.wait(judged: judged, last: last, at: now) }
        let isLate = wait >= JudgementDelay.longest
        health.report(.judgementBehind, isLate ? sentence(judged: judged, last: last) : nil)
    }

    private func sentence(judged: Position, last: Position) -> String {
        let count = "\(judged.number.grouped) of \(last.number.grouped) entries are judged"
        return worker.isRecalling
            ? "the journal is being read from its beginning, \(count); alerts come when that is done"
            : "\(count), and the next has waited for more than 30 seconds; alerts come as much later"
    }
}
