import DaemonKit
import Logging
import SafeguardingModel
import ServiceLifecycle

/// A service that reports facts that are set aside: as a fault of health for as long as there are any, and in the log
/// when it begins and when another agency is concerned.
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
            var told: Set<AgencyName> = []
            while !Task.isCancelled {
                let count = worker.counts.setAside
                if count != counted { await report(&told) }
                counted = count
                try? await Task.sleep(for: SetAsideReport.interval)
            }
        }
    }

    private func report(_ told: inout Set<AgencyName>) async {
        let all = await worker.setAside
        health.report(fault: SetAsideReport.sentence(all), from: "facts set aside")
        for one in all where told.insert(one.agency).inserted {
            logger.record(
                .error,
                "More facts about one child than are judged: the rest is kept and not judged",
                [.agency: one.agency, .count: one.facts]
            )
        }
        told.formIntersection(all.map(\.agency))
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
