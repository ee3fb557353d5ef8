internal import GRDB
public import SafeguardingModel

/// The reason why the journal, or the derived file beside it, could not do its work, for its operator.
public enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or is not a journal.
    case unusable(path: String, reason: String)
    /// No space: nothing was written, nothing was acknowledged; it can be tried again.
    case full(path: String)
    /// Another program holds the file: nothing was written; it can be tried again.
    case busy(path: String)
    /// Another program has written entries. The state in memory is older than the file: stop, start again.
    case overtaken(path: String)
    /// The disk reported an error. What SQLite holds in memory may differ from what is on disk: stop, start again.
    case broken(path: String, reason: String)
    /// The file is not what SQLite wrote.
    case damaged(path: String, reason: String)
    /// An entry that was written can no longer be read.
    case unreadable(position: Position, reason: String)

    /// Whether trying again later is sensible.
    public var isRetriable: Bool {
        switch self {
        case .full, .busy: true
        case .unusable, .overtaken, .broken, .damaged, .unreadable: false
        }
    }

    public var description: String {
        switch self {
        case .unusable(let path, let reason): "the file \(path) cannot be used: \(reason)"
        case .full(let path): "no space left for \(path): nothing was lost, free some space"
        case .busy(let path):
            "another program holds \(path), such as a copy or a repair: nothing was lost, it is tried again"
        case .overtaken(let path):
            "another program writes into \(path); stopping, so that no entry is written twice. Only one "
                + "aggregator may use it"
        case .broken(let path, let reason):
            "the disk failed under \(path): \(reason); stopping so that nothing unwritten is acknowledged"
        case .damaged(let path, let reason): "the file \(path) is damaged: \(reason)"
        case .unreadable(let position, let reason): "journal entry \(position) cannot be read: \(reason)"
        }
    }
}

extension JournalError {
    /// Makes a case that can be acted on out of an error of SQLite or the system.
    init(_ error: any Error, path: String) {
        switch error {
        case let known as JournalError: self = known
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_FULL: self = .full(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
            case .SQLITE_CONSTRAINT: self = .overtaken(path: path)
            case .SQLITE_IOERR: self = .broken(path: path, reason: "\(error)")
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, reason: "\(error)")
            default: self = .unusable(path: path, reason: "\(error)")
            }
        default: self = .unusable(path: path, reason: "\(error)")
        }
    }
}
