import DaemonKit
import GRDB

extension OutboxError {
    /// Makes a case that can be acted on out of an error of SQLite or the system.
    init(_ error: any Error, path: String) {
        switch error {
        case let known as OutboxError: self = known
        case let error as DatabaseError: self.init(error, path: path)
        case let error as DurabilityError: self = .unusable(path: path, reason: "\(error)")
        default: self = .broken(path: path, reason: "\(error)")
        }
    }

    /// Takes only SQLite's message: the statement's arguments are personal data.
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
