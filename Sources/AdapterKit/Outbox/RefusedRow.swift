import EventFormat
import MappingKit
import SafeguardingModel

/// An event that the aggregator refused, as the outbox held it.
struct RefusedRow {
    /// Under this source and id the aggregator has another content: an outbox before this one said it.
    static let idIsTaken = "same-id-other-content"
    /// No record was corrected so often; beyond it something else is wrong.
    private static let mostRevisions = 1_000

    let name: Blob
    let revision: Int
    let isMapped: Bool
    let body: [UInt8]

    /// The same content as a correction of what the aggregator has, with the next id; nil where the id is not ours to
    /// choose.
    func correction(of standing: PublishedRevision) -> Publication? {
        guard isMapped, standing.revision == revision, revision < Self.mostRevisions,
            let document = (try? JSONReader.read(body))?.object
        else { return nil }
        return Revisions.underNextID(document, standing)
    }
}

extension OutboxWriter {
    /// Says a record under its next id, since this one was used by an outbox before.
    ///
    /// True as well where a newer revision of the record waits already: that one says it all.
    mutating func sayAgain(_ row: RefusedRow) throws -> Bool {
        let name = EventHash(restoring: row.name.bytes)
        let key = (try? JSONReader.read(row.body))?["id"]?.string ?? ""
        guard row.isMapped, let standing = try standing(name, key: Revisions.key(of: key, revision: row.revision))
        else {
            return false
        }
        if standing.revision > row.revision { return true }
        guard let publication = row.correction(of: standing) else { return false }
        let revision = publication.standing.revision
        try append(publication.bytes, name: name, revision: revision, isMapped: true)
        try remember(publication.standing, name, key: Revisions.key(of: publication.id, revision: revision))
        return true
    }
}
