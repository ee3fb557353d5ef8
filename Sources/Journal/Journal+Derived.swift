import Foundation
internal import GRDB
public import SafeguardingModel

/// An effect as judgement gave it, by the entry that made it and its place among that entry's effects.
public struct RecordedEffect: Hashable, Sendable {
    public var position: Int64
    public var ordinal: Int
    public var effect: Effect

    public init(position: Int64, ordinal: Int, effect: Effect) {
        self.position = position
        self.ordinal = ordinal
        self.effect = effect
    }
}

extension Journal {
    /// Keeps what judgement made of entries, and the notices among it, in one transaction. It can all be derived again;
    /// what is recorded twice stands once.
    public func record(_ effects: [RecordedEffect], notices: [Notice]) async throws(JournalError) {
        do {
            let rows = effects.map { ($0.position, $0.ordinal, Journal.text(of: $0.effect)) }
            try await database.write { database in
                let insert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO effect VALUES (?, ?, ?)")
                for row in rows { try insert.execute(arguments: [row.0, row.1, row.2]) }
                for notice in notices { try Journal.add(notice, in: database) }
                guard let last = rows.last else { return }
                try database.execute(sql: "UPDATE judged SET through = max(through, ?)", arguments: [last.0])
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The last entry whose effects are all recorded.
    public func judgedThrough() throws(JournalError) -> Int64 {
        do {
            return try database.read { try Int64.fetchOne($0, sql: "SELECT through FROM judged") ?? 0 }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// The recorded effects after a place, in order, as the texts that ``text(of:)`` gave.
    public func effectTexts(
        after place: (position: Int64, ordinal: Int),
        limit: Int
    ) throws(JournalError) -> [(position: Int64, ordinal: Int, text: String)] {
        do {
            return try database.read { database in
                let sql = """
                    SELECT position, ordinal, body FROM effect WHERE (position, ordinal) > (?, ?)
                    ORDER BY position, ordinal LIMIT ?
                    """
                let arguments: StatementArguments = [place.position, place.ordinal, limit]
                return try Row.fetchAll(database, sql: sql, arguments: arguments).map { ($0[0], $0[1], $0[2]) }
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// An effect as the journal keeps it.
    public static func text(of effect: Effect) -> String {
        String(decoding: EntryCodec.bytes(of: effect), as: UTF8.self)
    }
}
