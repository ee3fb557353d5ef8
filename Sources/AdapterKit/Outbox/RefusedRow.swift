import EventFormat
import MappingKit
import SafeguardingModel

/// An event that the aggregator refused, as the outbox held it.
struct RefusedRow {
    /// The code of a refusal because the aggregator has another content under this source and id, from an earlier
    /// outbox.
    static let idIsTaken = "same-id-other-content"
    /// The most revisions of a record: more are a sign that something else is wrong.
    private static let mostRevisions = 1_000

    let name: Blob
    let revision: Int
    let isMapped: Bool
    let body: [UInt8]

    /// Returns the same content as a correction of the aggregator's, with the next id; nil where we may not choose the
    /// id.
    func correction(of published: PublishedRevision) -> Publication? {
        guard isMapped, published.revision == revision, revision < Self.mostRevisions,
            let document = (try? JSONReader.read(body))?.object
        else { return nil }
        return Revisions.underNextID(document, published)
    }
}

extension OutboxWriter {
    /// Publishes a record under its next id, since an earlier outbox used this one.
    ///
    /// Also returns true where a newer revision of the record is pending, which makes this one unnecessary.
    mutating func publishAgain(_ row: RefusedRow) throws -> Bool {
        let name = EventHash(restoring: row.name.bytes)
        let key = (try? JSONReader.read(row.body))?["id"]?.string ?? ""
        guard row.isMapped, let published = try published(name, key: Revisions.key(of: key, revision: row.revision))
        else {
            return false
        }
        if published.revision > row.revision { return true }
        guard let publication = row.correction(of: published) else { return false }
        let revision = publication.published.revision
        try append(publication.bytes, name: name, revision: revision, isMapped: true)
        try remember(publication.published, name, key: Revisions.key(of: publication.id, revision: revision))
        return true
    }
}
