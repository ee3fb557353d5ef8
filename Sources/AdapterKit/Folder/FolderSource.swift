public import DaemonKit
public import Logging
public import SafeguardingModel
public import ServiceLifecycle
import Synchronization

/// The service that watches the inbox: takes each export when it is finished, row by row, and never deletes one.
///
/// The same file again gives nothing, a grown one its new rows, a changed row a correction: the outbox remembers what
/// was published under which name. A file that cannot be read is named in the quarantine, once, with what to do.
///
/// ## Topics
/// - ``run()``: looks again and again, until the shutdown
/// - ``poll()``: looks once
/// - ``use(_:)``: other mappings from now on
public actor FolderSource: Service {
    let settings: FolderSettings
    let agency: AgencyName
    let outbox: Outbox
    let quarantine: Quarantine
    let clock: any WallClock
    let logger: Logger
    let health: Health?
    let inboxState = Mutex(InboxCounts())
    var mappings: MappingSet
    private var stability: FileStability
    private var isPaused = false
    /// Whether the outbox has rows or refused events that the quarantine's files may lack.
    var isQuarantineBehind = false
    var isShowingRefused = false

    public init(
        _ settings: FolderSettings,
        agency: AgencyName,
        mappings: MappingSet,
        outbox: Outbox,
        clock: any WallClock = SystemClock(),
        logger: Logger = .silent,
        health: Health? = nil
    ) {
        self.settings = settings
        self.agency = agency
        self.mappings = mappings
        self.outbox = outbox
        self.clock = clock
        self.logger = logger
        self.health = health
        quarantine = Quarantine(folder: settings.quarantine, outbox: outbox)
        stability = FileStability(settle: settings.settle)
    }

    /// Shows the rows that an earlier run left unshown, and looks at the inbox again and again, until the shutdown.
    ///
    /// - Throws: an ``OutboxError``. For a full outbox and for a full disk it waits instead.
    public func run() async throws {
        isQuarantineBehind = true
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.look()
                    try await self.clock.sleep(for: self.settings.interval)
                } catch  where Task.isCancelled {
                    // The outbox, too, gives up a transaction then, and takes nothing of it.
                    return
                }
            }
        }
    }

    /// Looks at the inbox once; where the disk has no space, the next look begins again with the same file.
    private func look() async throws {
        do {
            try await poll()
        } catch let error as OutboxError where error.isRetriable {
            pause(error.description)
        }
    }

    /// Uses other mappings from now on.
    ///
    /// Files that failed under the old ones are tried again.
    public func use(_ mappings: MappingSet) {
        self.mappings = mappings
    }

    /// Looks at the inbox once, and takes finished exports.
    ///
    /// Returns the number of files that were read to their end.
    @discardableResult
    public func poll() async throws -> Int {
        if isQuarantineBehind { try await showUnshown() }
        guard let candidates = candidates() else { return 0 }
        var count = 0
        stability.keepOnly(Set(candidates.map(\.name.text)))
        for candidate in candidates {
            let known = try await outbox.file(candidate.name.text)
            guard needsLook(known, candidate) else { continue }
            guard stability.isStable(candidate.name.text, candidate.information, at: clock.now) else { continue }
            if try await take(candidate, known: known) { count += 1 }
            if Task.isCancelled { break }
        }
        try await reportHealth(candidates, withoutName: reportUnreadableNames())
        pause(nil)
        return count
    }

    /// The counts of entries in the inbox that need a person, as of the last look.
    public nonisolated var inboxCounts: InboxCounts { inboxState.withLock { $0 } }

    // MARK: Decisions about one file

    private func needsLook(_ known: KnownFile?, _ candidate: Candidate) -> Bool {
        guard let known, candidate.isSame(as: known) else { return true }
        switch known.state {
        case .reading: return true
        case .read: return known.tally.rejected > 0 && known.mappings != mappings.digest
        case .unknown, .faulty: return known.mappings != mappings.digest
        // Permissions can change without a change of size, time or inode.
        case .refused: return candidate.information.sort == .file && (try? OpenFile(reading: candidate.path)) != nil
        }
    }

    /// Logs once that reading waits, and once that it goes on.
    func pause(_ reason: String?) {
        guard isPaused != (reason != nil) else { return }
        isPaused = reason != nil
        health?.report(.inboxPaused, reason)
        if let reason {
            logger.record(.error, "Reading of files waits", [.reason: reason])
        } else {
            logger.record(.notice, "Reading of files goes on")
        }
    }

    func forget(_ candidate: Candidate) {
        stability.forget(candidate.name.text)
    }
}
