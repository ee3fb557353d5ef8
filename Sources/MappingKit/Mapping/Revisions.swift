public import SafeguardingModel

/// What an adapter last published under a key, and must remember to tell news from repetition.
public struct PublishedRevision: Hashable, Sendable {
    /// The id of the event that stands: what a correction or a withdrawal is `of`.
    public var id: String
    /// As ``MappedEvent/digest``; empty when the event was withdrawn.
    public var digest: String
    /// 1 for the first event under the key, one more for each that followed.
    public var revision: Int

    public init(id: String, digest: String, revision: Int) {
        self.id = id
        self.digest = digest
        self.revision = revision
    }

    public var isWithdrawn: Bool { digest.isEmpty }
}

/// One event to send, and what to remember once it is in the outbox.
public struct Publication: Hashable, Sendable {
    public let id: String
    public let bytes: [UInt8]
    public let standing: PublishedRevision
}

/// Tells a new record from one that was seen before and from one that has changed since.
public enum Revisions {
    public enum Step: Hashable, Sendable {
        /// The same was published before.
        case nothing
        case publish(Publication)
        /// The record says something else than before: an `event.corrected` with the new data.
        case correct(Publication)
        /// The record says it no longer: an `event.withdrawn`.
        case withdraw(Publication)
    }

    /// What to do about an event that a row says.
    ///
    /// Every correction is `of` the event that the key's first publication made, so that corrections which overtake each
    /// other still name the same event. What was withdrawn and is said again is published anew, under a new id.
    public static func decide(previous: PublishedRevision?, _ event: MappedEvent) -> Step {
        guard let previous else {
            let standing = PublishedRevision(id: event.key, digest: event.digest, revision: 1)
            return .publish(Publication(id: event.key, bytes: event.bytes, standing: standing))
        }
        if previous.digest == event.digest { return .nothing }
        let id = "\(event.key)-r\(previous.revision + 1)"
        if previous.isWithdrawn { return .publish(republication(event, id, previous)) }
        return .correct(correction(event, id, previous))
    }

    /// What to do about an event that a row does not say: nothing, unless it said so before.
    public static func decide(previous: PublishedRevision?, _ absent: AbsentEvent, exported: Instant) -> Step {
        guard let previous, !previous.isWithdrawn else { return .nothing }
        return .withdraw(withdrawal(absent, previous, "the record says so no longer", exported))
    }

    /// What to do about a record that is gone from a full export (``Mapping/isFull``).
    ///
    /// Never call it for other exports: that a record is not in this week's file says nothing of it.
    public static func gone(previous: PublishedRevision, _ absent: AbsentEvent, exported: Instant) -> Step {
        guard !previous.isWithdrawn else { return .nothing }
        return .withdraw(withdrawal(absent, previous, "the record is no longer in the full export", exported))
    }
}

// MARK: Ids that are taken

extension Revisions {
    /// An event whose id the aggregator knows with another content, as a correction under the next id.
    ///
    /// That happens when the memory of what was published was lost. Nil where the document has no data.
    public static func underNextID(_ document: JSONObject, _ previous: PublishedRevision) -> Publication? {
        guard let id = document["id"]?.string, var data = document["data"]?.object else { return nil }
        var next = document
        let revision = previous.revision + 1
        next["id"] = .string("\(key(of: id, revision: previous.revision))-r\(revision)")
        if data["of"] == nil {
            next["type"] = .string(EventKind.eventCorrected.type)
            data["of"] = .string(previous.id)
            data["reason"] = data["reason"] ?? "the record was changed in the agency's system"
            next["data"] = .object(data)
        }
        let standing = PublishedRevision(id: previous.id, digest: previous.digest, revision: revision)
        return Publication(id: next["id"]?.string ?? id, bytes: JSONValue.object(next).bytes, standing: standing)
    }

    /// The key of the event that has this id as the so many-th revision.
    public static func key(of id: String, revision: Int) -> String {
        let suffix = "-r\(revision)"
        return revision > 1 && id.hasSuffix(suffix) ? String(id.dropLast(suffix.count)) : id
    }
}

// MARK: Documents

extension Revisions {
    private static func republication(_ event: MappedEvent, _ id: String, _ previous: PublishedRevision) -> Publication
    {
        var document = event.document
        document["id"] = .string(id)
        let standing = PublishedRevision(id: id, digest: event.digest, revision: previous.revision + 1)
        return Publication(id: id, bytes: JSONValue.object(document).bytes, standing: standing)
    }

    /// The whole of what the event should have said.
    ///
    /// A kind that has a reason of its own keeps it as the correction's.
    private static func correction(_ event: MappedEvent, _ id: String, _ previous: PublishedRevision) -> Publication {
        var document = event.document
        document["id"] = .string(id)
        document["type"] = .string(EventKind.eventCorrected.type)
        var data = document["data"]?.object ?? JSONObject()
        data["of"] = .string(previous.id)
        data["reason"] = data["reason"] ?? "the record was changed in the agency's system"
        document["data"] = .object(data)
        let standing = PublishedRevision(id: previous.id, digest: event.digest, revision: previous.revision + 1)
        return Publication(id: id, bytes: JSONValue.object(document).bytes, standing: standing)
    }

    private static func withdrawal(
        _ absent: AbsentEvent,
        _ previous: PublishedRevision,
        _ reason: String,
        _ exported: Instant
    ) -> Publication {
        let id = "\(absent.key)-r\(previous.revision + 1)"
        var document: JSONObject = [
            "specversion": "1.0", "id": .string(id), "source": .string(absent.source),
            "type": .string(EventKind.eventWithdrawn.type), "time": .string(exported.rfc3339),
            "recordedtime": .string(exported.rfc3339),
        ]
        if !absent.subject.isEmpty { document["subject"] = .string(absent.subject) }
        document["datacontenttype"] = "application/json"
        document["data"] = .object(["of": .string(previous.id), "reason": .string(reason)])
        let standing = PublishedRevision(id: previous.id, digest: "", revision: previous.revision + 1)
        return Publication(id: id, bytes: JSONValue.object(document).bytes, standing: standing)
    }
}
