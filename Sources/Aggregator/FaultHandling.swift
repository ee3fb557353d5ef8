import BusProtocol
import BusTransport
import DaemonKit
import Glibc
import Journal
import Logging

/// What happens when the disk says no.
struct FaultHandling: Sendable {
    private let logger: Logger
    private let health: Health

    init(_ context: DaemonContext) {
        logger = context.logger
        health = context.health
    }

    /// A full disk is waited for. After any other fault what SQLite holds in memory may not be what is on disk: the
    /// process ends at once, before it acknowledges anything more, and starts again from the disk.
    @Sendable func handle(_ error: JournalError) {
        health.report(fault: error.description)
        logger.record(.error, "Nothing written", [.reason: error.description])
        guard !error.isRetriable else { return }
        logger.record(.critical, "Ending, so that nothing unwritten is acknowledged")
        exit(70)
    }

    @Sendable func recovered() {
        health.report(fault: nil)
    }
}

extension Logger {
    /// What the gateway reports, in the log's words.
    func report(_ report: GatewayReport) {
        switch report {
        case .welcomed(let agency): record(.info, "Publisher welcomed", [.agency: agency])
        case .fault(let fault, let sender, let address):
            record(
                .warning,
                "Fault told",
                [.code: fault.code.rawValue, .peer: sender ?? "?", .address: address ?? "?"]
            )
        case .paused: record(.warning, "Too much waits to be stored; reading stops until less does")
        case .resumed: record(.info, "Reading goes on")
        case .portFailed(let reason): record(.error, "A port failed", [.reason: reason])
        }
    }
}
