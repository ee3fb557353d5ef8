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
    let standing = Mutex(InboxStanding())
    var mappings: MappingSet
    private var stillness: FileStability
    private var isPaused = false

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
        stillness = FileStability(settle: settings.settle)
    }

    /// Shows the rows that an earlier run left unshown, then looks at the inbox again and again, until the shutdown.
    ///
    /// - Throws: an ``OutboxError``. For a full outbox, and for a full disk in the middle of a file, it waits instead.
    public func run() async throws {
        try await showUnshown()
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.poll()
                    try await self.clock.sleep(for: self.settings.interval)
                } catch is CancellationError {
                    return
                }
            }
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
        guard let candidates = candidates() else { return 0 }
        var count = 0
        stillness.keepOnly(Set(candidates.map(\.name.text)))
        for candidate in candidates {
            let known = try await outbox.file(candidate.name.text)
            guard needsLook(known, candidate) else { continue }
            guard stillness.isStill(candidate.name.text, candidate.information, at: clock.now) else { continue }
            if try await take(candidate, known: known) { count += 1 }
            if Task.isCancelled { break }
        }
        try await reportHealth(candidates, withoutName: tellUnreadableNames())
        return count
    }

    /// The counts of entries in the inbox that need a person, as of the last look.
    public nonisolated var inboxStanding: InboxStanding { standing.withLock { $0 } }

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
        health?.report(fault: reason, from: "folder")
        if let reason {
            logger.record(.error, "Reading of files waits", [.reason: reason])
        } else {
            logger.record(.notice, "Reading of files goes on")
        }
    }

    func forget(_ candidate: Candidate) {
        stillness.forget(candidate.name.text)
    }
}
