import Foundation
internal import GRDB
public import SafeguardingModel

/// An effect with the position of its entry and its ordinal among that entry's effects.
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

/// An effect as it is stored, and the bytes of its alert, which are also broadcast: encoded once for both.
public struct WrittenEffect: Sendable {
    public let position: Int64
    public let ordinal: Int
    /// The text that ``Journal/text(of:)`` gives.
    public let text: String
    /// The alert as JSON; nil for a notice.
    public let alert: [UInt8]?

    public init(_ recorded: RecordedEffect) {
        position = recorded.position
        ordinal = recorded.ordinal
        alert = recorded.effect.alert.map { EntryCodec.bytes(of: $0.abridged) }
        if let alert, let word = recorded.effect.wordOfAlert {
            text = "{\"\(word)\":{\"_0\":\(String(decoding: alert, as: UTF8.self))}}"
        } else {
            text = Journal.text(of: recorded.effect)
        }
    }
}

extension Effect {
    /// The name of the case as it is encoded, if it carries an alert.
    fileprivate var wordOfAlert: String? {
        switch self {
        case .raised: "raised"
        case .revised: "revised"
        case .withdrawn: "withdrawn"
        case .escalated: "escalated"
        case .handled: "handled"
        case .notice: nil
        }
    }
}

extension Journal {
    /// Records the effects of entries, and the notices among them, in one transaction. They can all be derived again,
    /// and recording one twice is harmless. So no agency's acknowledgement waits for their sync.
    public func record(_ effects: [WrittenEffect], notices: [Notice]) async throws(JournalError) {
        do {
            try await database.writeWithoutTransaction { database in
                try self.withoutSync(database) {
                    try database.inTransaction {
                        try Journal.insert(effects, notices, in: database)
                        return .commit
                    }
                }
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    private static func insert(_ effects: [WrittenEffect], _ notices: [Notice], in database: Database) throws {
        let insert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO effect VALUES (?, ?, ?)")
        for effect in effects { try insert.execute(arguments: [effect.position, effect.ordinal, effect.text]) }
        for notice in notices { try Journal.add(notice, in: database) }
        guard let last = effects.last else { return }
        try database.execute(sql: "UPDATE judged SET through = max(through, ?)", arguments: [last.position])
    }

    /// The last entry whose effects are all recorded.
    public func judgedThrough() throws(JournalError) -> Int64 {
        do {
            return try database.read { try Int64.fetchOne($0, sql: "SELECT through FROM judged") ?? 0 }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Returns the recorded effects after a place, in order, as the texts that ``text(of:)`` gave.
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

    /// Returns an effect as the journal stores it.
    public static func text(of effect: Effect) -> String {
        String(decoding: EntryCodec.bytes(of: effect.abridged), as: UTF8.self)
    }
}
