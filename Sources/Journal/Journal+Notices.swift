import Foundation
internal import GRDB
public import SafeguardingModel

extension Journal {
    /// Adds a notice, which is kept until its agency has noted it; one with a known id is not added again.
    static func add(_ notice: Notice, in database: Database) throws {
        let sql = """
            INSERT INTO notice (agency, number, id, body)
            SELECT ?1, coalesce((SELECT max(number) FROM notice WHERE agency = ?1), 0) + 1, ?2, ?3
            ON CONFLICT (agency, id) DO NOTHING
            """
        let body = String(decoding: EntryCodec.bytes(of: notice), as: UTF8.self)
        try database.execute(sql: sql, arguments: [notice.to.rawValue, notice.id, body])
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
                let sql = "UPDATE notice SET noted = 1 WHERE agency = ? AND number <= ? AND noted = 0"
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
}
