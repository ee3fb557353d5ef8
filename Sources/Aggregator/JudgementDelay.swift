import DaemonKit
import SafeguardingModel
import Synchronization

/// How long entries have been waiting for judgement, as far as somebody looked.
struct JudgementDelay: Sendable {
    /// So long an entry may wait before it is told.
    static let patience = Span.seconds(30)
    /// Where the journal ended when somebody looked, and had not been judged so far since.
    private var target: Int64 = 0
    private var since = Instant.distantPast

    /// How long at least the first of the entries that wait has been waiting; nothing where none waits.
    mutating func wait(judged: Int64, last: Int64, at now: Instant) -> Span {
        guard judged < target, now >= since else {
            (target, since) = (last, now)
            return .zero
        }
        return now - since
    }
}

/// Says in the health that judgement is behind.
final class JudgementWatch: Sendable {
    private let worker: CorrelationWorker
    private let health: Health
    private let delay = Mutex(JudgementDelay())

    init(_ worker: CorrelationWorker, _ health: Health) {
        self.worker = worker
        self.health = health
    }

    func look(last: Int64, at now: Instant) {
        let judged = worker.judged
        let wait = delay.withLock { $0.wait(judged: judged, last: last, at: now) }
        let isLate = wait >= JudgementDelay.patience
        health.report(.judgementBehind, isLate ? sentence(judged: judged, last: last) : nil)
    }

    private func sentence(judged: Int64, last: Int64) -> String {
        let count = "\(judged.grouped) of \(last.grouped) entries are judged"
        return worker.isRecalling
            ? "the journal is being read from its beginning, \(count); alerts come when that is done"
            : "\(count), and the next has waited for more than 30 seconds; alerts come as much later"
    }
}
