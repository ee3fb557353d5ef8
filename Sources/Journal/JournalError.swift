/// The reason why the journal could not do its work, for its operator.
public enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or is not a journal.
    case unusable(path: String, reason: String)
    /// SQLite does not confirm that it syncs every commit.
    case notDurable(path: String, synchronous: Int)
    /// No space: nothing was written, nothing was acknowledged; it can be tried again.
    case full(path: String)
    /// The disk reported an error. What SQLite holds in memory may differ from what is on disk: stop, start again.
    case broken(path: String, reason: String)
    /// An entry that was written can no longer be read.
    case unreadable(position: Int64, reason: String)

    public var isRetriable: Bool { if case .full = self { true } else { false } }

    public var description: String {
        switch self {
        case .unusable(let path, let reason): "the journal \(path) cannot be used: \(reason)"
        case .notDurable(let path, let synchronous):
            "the journal \(path) would not survive a power cut: synchronous is \(synchronous), expected 2 (FULL)"
        case .full(let path): "no space left for the journal \(path): nothing was lost, free some space"
        case .broken(let path, let reason):
            "the disk failed under the journal \(path): \(reason); stopping so that nothing unwritten is acknowledged"
        case .unreadable(let position, let reason): "journal entry \(position) cannot be read: \(reason)"
        }
    }
}
