import BusProtocol
import BusTransport
import DaemonKit
import Glibc
import Journal
import Logging

/// The reaction to a failed write to the journal, or to the derived file beside it.
struct FaultHandling: Sendable {
    private let logger: Logger
    private let health: Health
    private let data: String

    /// - Parameter data: the folder of the journal.
    init(_ context: DaemonContext, data: String) {
        self.data = data
        logger = context.logger
        health = context.health
    }

    /// Waits for space after a full disk, and for whoever holds the file. After any other fault SQLite's memory may
    /// differ from the disk: the process ends at once, before it acknowledges anything more, and starts again from the
    /// disk.
    @Sendable func handle(_ error: JournalError) {
        health.report(.journalUnwritable, error.description)
        logger.record(.error, "Nothing written", [.reason: error.description])
        endUnlessRetriable(error)
    }

    /// Handles a fault of the derived file, which delays effects and no acknowledgement. One that is damaged is moved
    /// away: the next start makes it anew.
    func handle(_ error: JournalError, of derived: DerivedFile) {
        if case .damaged = error {
            do { try derived.setAside() } catch {
                logger.record(.error, "The derived file cannot be moved away", [.reason: "\(error)"])
            }
        }
        if health.report(.effectsUnrecorded, error.description) {
            logger.record(.error, "Effects not recorded", [.reason: error.description])
        }
        endUnlessRetriable(error)
    }

    private func endUnlessRetriable(_ error: JournalError) {
        guard !error.isRetriable else { return }
        logger.record(.critical, "Ending, so that nothing unwritten is acknowledged")
        exit(70)
    }

    @Sendable func recovered() {
        guard health.report(.journalUnwritable, nil) else { return }
        logger.record(.notice, "The journal can be written again")
    }

    /// Effects are recorded again.
    func recorded() { health.report(.effectsUnrecorded, nil) }

    /// Whether the last write to the journal failed, and there is room to try again.
    var isWorthTrying: Bool { health.has(.journalUnwritable) && hasRoom }

    /// Whether there is room to try again: on a disk that is nearly full a small entry may find room, and the next batch
    /// would not.
    var hasRoom: Bool { DiskSpace(of: data)?.fault == nil }
}

extension Logger {
    /// Logs a report of the feed.
    func report(_ report: FeedReport) {
        switch report {
        case .welcomed(let name): record(.info, "Follower welcomed", [.peer: name])
        case .fault(let fault, let sender, let address):
            record(
                .warning,
                "Fault told to a follower",
                [.code: fault.code.rawValue, .peer: sender ?? "?", .address: address ?? "?"]
            )
        case .cutOff(let name): record(.warning, "Follower takes nothing and is cut off", [.peer: name ?? "?"])
        case .journalFailed(let reason): record(.error, "Journal cannot be read for a follower", [.reason: reason])
        }
    }

    /// Logs a report of the gateway.
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
