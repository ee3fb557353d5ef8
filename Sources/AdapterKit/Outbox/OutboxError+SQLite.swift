import GRDB

extension OutboxError {
    /// What SQLite or the system said, as a case that can be acted on.
    init(_ error: any Error, path: String) {
        switch error {
        case let known as OutboxError: self = known
        case let error as DatabaseError: self.init(error, path: path)
        default: self = .broken(path: path, reason: "\(error)")
        }
    }

    /// SQLite's message only: the statement's arguments are somebody's data.
    private init(_ error: DatabaseError, path: String) {
        let reason = error.message ?? "SQLite's error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            self = .unusable(path: path, reason: reason)
        default: self = .broken(path: path, reason: reason)
        }
    }
}
