import Foundation
internal import GRDB
public import SafeguardingModel

extension DerivedFile {
    /// Adds a notice, which is kept until its agency has noted it; one with a known id is not added again.
    ///
    /// An agency drops a notice whose number it has seen, so that numbers must not run again from an earlier one: not
    /// when the file is made anew, and not when the journal was restored from a copy. They begin at the notice's time,
    /// which the journal never turns back, with room for 1,024 in a millisecond.
    static func add(_ notice: Notice, in database: Database) throws {
        let sql = """
            INSERT INTO notice (agency, number, id, body)
            SELECT ?1, max(coalesce((SELECT max(number) FROM notice WHERE agency = ?1), 0) + 1, ?4), ?2, ?3
            ON CONFLICT (agency, id) DO NOTHING
            """
        let statement = try database.cachedStatement(sql: sql)
        let number = notice.at.milliseconds << 10
        try statement.execute(arguments: [notice.to.rawValue, notice.id, EntryCodec.text(of: notice), number])
    }

    /// Returns an agency's notices after a number, in order.
    public func notices(
        for agency: AgencyName,
        after number: Int64,
        limit: Int
    ) async throws(JournalError) -> [(number: Int64, notice: Notice)] {
        do {
            return try await database.read { database in
                let sql = "SELECT number, body FROM notice WHERE agency = ? AND number > ? ORDER BY number LIMIT ?"
                return try Row.fetchAll(database, sql: sql, arguments: [agency.rawValue, number, limit]).map { row in
                    let body: String = row[1]
                    return (row[0], try JSONDecoder().decode(Notice.self, from: Data(body.utf8)))
                }
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Records that the agency has kept all notices up to this number.
    public func noted(_ agency: AgencyName, through number: Int64) async throws(JournalError) {
        do {
            try await database.write { database in
                // From the last one noted on: an agency has had many thousands.
                let sql = """
                    UPDATE notice SET noted = 1 WHERE agency = ?1 AND number <= ?2 AND noted = 0
                    AND number > coalesce((SELECT max(number) FROM notice WHERE agency = ?1 AND noted = 1), 0)
                    """
                try database.execute(sql: sql, arguments: [agency.rawValue, number])
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Returns the last number that the agency has noted.
    public func lastNoted(_ agency: AgencyName) async throws(JournalError) -> Int64 {
        do {
            return try await database.read { database in
                let sql = "SELECT max(number) FROM notice WHERE agency = ? AND noted = 1"
                return try Int64.fetchOne(database, sql: sql, arguments: [agency.rawValue]) ?? 0
            }
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Returns a notice as it is kept, and nil if none of its id is.
    public func text(of notice: Notice) throws(JournalError) -> String? {
        try read { database in
            let sql = "SELECT body FROM notice WHERE agency = ? AND id = ?"
            return try String.fetchOne(database, sql: sql, arguments: [notice.to.rawValue, notice.id])
        }
    }

    /// The number of notices that are kept.
    public func noticeCount() throws(JournalError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM notice") ?? 0 }
    }
}
