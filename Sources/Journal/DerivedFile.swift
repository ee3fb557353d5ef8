internal import GRDB
public import SafeguardingModel

/// The derived file, `derived.sqlite` beside the journal: effects and notices, all of which the journal's entries give
/// again.
///
/// It is a file and a connection of its own, so that no acknowledgement waits for its writes or its checkpoints. Its
/// commits do not sync: after a power cut it may lack the last effects, which the next start computes again. A file
/// that is lost, damaged, or of another journal is made anew at the next start.
///
/// ## Topics
/// - ``record(_:)``, ``judgedThrough()``: what judgement made of the entries, and up to which one
/// - ``notices(for:after:limit:)``, ``noted(_:through:)``: what goes back to the agencies
/// - ``faults()``, ``effectTexts(after:limit:)``, ``text(of:)``: what a verification compares
public final class DerivedFile: SQLiteFile {
    let database: DatabasePool
    public let path: String
    private let journal: Journal
    /// The reason why the file was made anew when it was opened; nil if it was not.
    public let madeAnew: String?
    /// The effects of entries up to this position are recorded and not broadcast: screens had them when the entries
    /// were new, before the file was lost.
    public let broadcastThrough: Position
    /// Whether the file was being made anew when it was opened, and lacked effects up to ``broadcastThrough``.
    public let isIncomplete: Bool

    /// Opens the file beside the journal for its one writer, or makes it.
    public init(beside journal: Journal) throws(JournalError) {
        self.journal = journal
        path = DerivedFile.path(beside: journal.path)
        do {
            (database, madeAnew) = try DerivedFile.open(path, of: journal)
            let row = try database.read { try Row.fetchOne($0, sql: "SELECT told, through FROM judged") }
            let (broadcast, through) = row.map { ($0.position(0), $0.position(1)) } ?? (0, 0)
            broadcastThrough = broadcast
            isIncomplete = through < broadcast
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Opens the file to read it; of a journal that an earlier version wrote, the journal itself, which has the same
    /// tables. Nil if there is no such file.
    public init?(reading journal: Journal) throws(JournalError) {
        self.journal = journal
        guard let path = try DerivedFile.readablePath(of: journal) else { return nil }
        self.path = path
        (madeAnew, broadcastThrough, isIncomplete) = (nil, 0, false)
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        do { database = try DatabasePool(path: path, configuration: configuration) } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Records the effects of the entries up to a position, and the notices among them, in one transaction. Recording
    /// one twice is harmless.
    public func record(_ effects: [WrittenEffect], through position: Position) throws(JournalError) {
        let root = journal.root
        try write { database in
            let insert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO effect VALUES (?, ?, ?)")
            for effect in effects {
                try insert.execute(arguments: [effect.recorded.position.number, effect.recorded.ordinal, effect.text])
                if let notice = effect.notice { try DerivedFile.add(notice, in: database) }
            }
            try database.execute(
                sql: "UPDATE judged SET through = max(through, ?), position = ?, digest = ?",
                arguments: [position.number, root?.position.number ?? 0, (root?.digest ?? []).asData]
            )
        }
    }

    /// Returns what is wrong with the file beside this journal, each in one sentence; effects aside.
    ///
    /// - Parameter isServed: whether a daemon is at work on it, so that it may be further than the journal as read.
    public func faults(isServed: Bool = false) throws(JournalError) -> [String] {
        try read { database in
            guard path != journal.path else { return [] }
            let fault = isServed ? nil : try DerivedFile.fault(in: database, of: journal)
            return (fault.map { ["derived.sqlite cannot be used: \($0)"] } ?? [])
                + (try DerivedFile.migrator.faults(in: database, name: "derived.sqlite"))
        }
    }

    /// The last entry whose effects are all recorded.
    public func judgedThrough() throws(JournalError) -> Position {
        Position(try read { try Int64.fetchOne($0, sql: "SELECT through FROM judged") ?? 0 })
    }

    /// Returns the recorded effects after a place, in order, as texts of ``RecordedEffect/text``.
    public func effectTexts(
        after place: (position: Position, ordinal: Int),
        limit: Int
    ) throws(JournalError) -> [(position: Position, ordinal: Int, text: String)] {
        try read { database in
            let sql = """
                SELECT position, ordinal, body FROM effect WHERE (position, ordinal) > (?, ?)
                ORDER BY position, ordinal LIMIT ?
                """
            let arguments: StatementArguments = [place.position.number, place.ordinal, limit]
            return try Row.fetchAll(database, sql: sql, arguments: arguments).map { ($0.position(0), $0[1], $0[2]) }
        }
    }

    public func close() {
        try? database.close()
    }
}
