import DaemonKit
import SafeguardingModel

/// The observations that show whether a file is finished: it has not changed for a while.
struct FileStability: Sendable {
    private struct Observation {
        var size: Int64
        var modified: Instant
        var inode: UInt64
        var since: Instant
    }

    private let settle: Span
    private var observations: [String: Observation] = [:]

    init(settle: Span) {
        self.settle = settle
    }

    /// Looks at the file once more.
    ///
    /// Returns true when it has been the same for long enough.
    mutating func isStable(_ name: String, _ information: FileInformation, at now: Instant) -> Bool {
        let size = information.size
        if let known = observations[name], known.size == size, known.modified == information.modified,
            known.inode == information.inode, known.since <= now
        {
            return now - known.since >= settle
        }
        observations[name] = Observation(
            size: size,
            modified: information.modified,
            inode: information.inode,
            since: now
        )
        return settle <= .zero
    }

    /// Forgets a file that turned out to be unfinished or is done with, so that observation starts again.
    mutating func forget(_ name: String) { observations[name] = nil }

    /// Forgets files that no longer exist.
    mutating func keepOnly(_ names: Set<String>) {
        observations = observations.filter { names.contains($0.key) }
    }
}
