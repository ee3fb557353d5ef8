import Correlation
import DaemonKit
import Logging
import SafeguardingModel
import ServiceLifecycle

/// A service that reports what judgement leaves out: a configuration that it cannot read, and facts that are set aside.
/// Both are faults of health for as long as they last, and are logged when they begin.
struct SetAsideReport: Service {
    private let worker: CorrelationWorker
    private let health: Health
    private let logger: Logger
    private static let interval = Duration.seconds(1)

    init(_ worker: CorrelationWorker, _ context: DaemonContext) {
        self.worker = worker
        health = context.health
        logger = context.logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var counted = 0
            var reported: Set<AgencyName> = []
            while !Task.isCancelled {
                let count = worker.counts.setAside
                if count != counted { await report(&reported) }
                counted = count
                report(worker.counts.unreadConfiguration)
                try? await Task.sleep(for: SetAsideReport.interval)
            }
        }
    }

    private func report(_ unread: UnreadConfiguration?) {
        guard health.report(.configurationUnread, unread?.sentence), let unread else { return }
        logger.record(.error, "Configuration not read", [.position: unread.position, .reason: unread.reason])
    }

    private func report(_ reported: inout Set<AgencyName>) async {
        let all = await worker.setAside
        health.report(.factsSetAside, SetAsideReport.sentence(all))
        for one in all where reported.insert(one.agency).inserted {
            logger.record(
                .error,
                "More facts about one child than are judged: the rest is kept and not judged",
                [.agency: one.agency, .count: one.facts]
            )
        }
        reported.formIntersection(all.map(\.agency))
    }

    /// Returns the sentence for the health, with numbers and agencies only: `refbus aside` shows the children.
    static func sentence(_ all: [(agency: AgencyName, records: Int, facts: Int)]) -> String? {
        guard !all.isEmpty else { return nil }
        let parts = all.map { one in
            "\(one.facts) of \(one.agency) about \(one.records) \(one.records == 1 ? "reference" : "references")"
        }
        return "facts are kept and not judged, as more came than is judged of one child: "
            + "\(parts.joined(separator: ", ")); `refbus aside` lists them"
    }
}
