import DaemonKit
import SafeguardingModel

/// Tells a file that is finished from one that somebody still writes: it has been the same for a while.
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
    /// True when it has looked the same for long enough.
    mutating func isStill(_ name: String, _ information: FileInformation, at now: Instant) -> Bool {
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

    /// It was not what it seemed, or is done with: look at it anew.
    mutating func forget(_ name: String) { observations[name] = nil }

    /// Forgets files that are gone.
    mutating func keepOnly(_ names: Set<String>) {
        observations = observations.filter { names.contains($0.key) }
    }
}
