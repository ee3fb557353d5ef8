public import SafeguardingModel

/// The event last published under a key, which an adapter remembers to distinguish changes from repetition.
public struct PublishedRevision: Hashable, Sendable {
    /// The id of the last event under the key that was published as new: the `of` of a correction or a withdrawal.
    public var id: String
    /// The digest as in ``MappedEvent/digest``; empty when the event was withdrawn.
    public var digest: String
    /// 1 for the first event under the key, increased by one for each later event.
    public var revision: Int

    public init(id: String, digest: String, revision: Int) {
        self.id = id
        self.digest = digest
        self.revision = revision
    }

    /// Whether the last event under the key was an `event.withdrawn`.
    public var isWithdrawn: Bool { digest.isEmpty }
}

/// One event to send, and the revision to remember once the event is in the outbox.
public struct Publication: Hashable, Sendable {
    /// The id under which the event is sent: the key itself, or with `-r2`, `-r3` and so on for a later revision.
    public let id: String
    /// The event as JSON, as sent.
    public let bytes: [UInt8]
    /// The key's latest revision once this event is in the outbox.
    public let published: PublishedRevision
}

/// A comparison with earlier exports: whether a record is new, repeated, changed or gone.
public enum Revisions {
    /// The action that follows from the comparison with the revision published before.
    public enum Step: Hashable, Sendable {
        /// The same event was published before.
        case nothing
        /// Nothing was sent under the key: send the event as new.
        case publish(Publication)
        /// The content differs from before: send an `event.corrected` with the new data.
        case correct(Publication)
        /// The record no longer has the event: send an `event.withdrawn`.
        case withdraw(Publication)
    }

    /// Decides what to do about an event that a row contains.
    ///
    /// Every correction is `of` the last event that was published as new under the key, so that corrections which
    /// overtake each other still name the same event. An event that comes back after a withdrawal is published under a
    /// new id.
    public static func decide(previous: PublishedRevision?, _ event: MappedEvent) -> Step {
        guard let previous else {
            let published = PublishedRevision(id: event.key, digest: event.digest, revision: 1)
            return .publish(Publication(id: event.key, bytes: event.bytes, published: published))
        }
        if previous.digest == event.digest { return .nothing }
        let id = "\(event.key)-r\(previous.revision + 1)"
        if previous.isWithdrawn { return .publish(republication(event, id, previous)) }
        return .correct(correction(event, id, previous))
    }

    /// Decides what to do about an event that a row does not contain: nothing, unless the event was published before.
    public static func decide(previous: PublishedRevision?, _ absent: AbsentEvent, exported: Instant) -> Step {
        guard let previous, !previous.isWithdrawn else { return .nothing }
        return .withdraw(withdrawal(absent, previous, "the record says so no longer", exported))
    }

    /// Decides what to do about a record that is absent from a full export (``Mapping/isFull``).
    ///
    /// Never call it for other exports: a record's absence from them means nothing.
    public static func gone(previous: PublishedRevision, _ absent: AbsentEvent, exported: Instant) -> Step {
        guard !previous.isWithdrawn else { return .nothing }
        return .withdraw(withdrawal(absent, previous, "the record is no longer in the full export", exported))
    }
}

// MARK: Ids that are taken

extension Revisions {
    /// Returns an event whose id the aggregator has with different content, as a correction under the next id.
    ///
    /// That happens when the memory of what was published was lost. Returns nil where the document has no data.
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
        let published = PublishedRevision(id: previous.id, digest: previous.digest, revision: revision)
        return Publication(id: next["id"]?.string ?? id, bytes: JSONValue.object(next).bytes, published: published)
    }

    /// Returns the key of the event that has this id at the given revision.
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
        let published = PublishedRevision(id: id, digest: event.digest, revision: previous.revision + 1)
        return Publication(id: id, bytes: JSONValue.object(document).bytes, published: published)
    }

    /// Returns a correction with the whole of what the event should have said.
    ///
    /// For a kind with a field `reason`, the correction keeps the event's own reason.
    private static func correction(_ event: MappedEvent, _ id: String, _ previous: PublishedRevision) -> Publication {
        var document = event.document
        document["id"] = .string(id)
        document["type"] = .string(EventKind.eventCorrected.type)
        var data = document["data"]?.object ?? JSONObject()
        data["of"] = .string(previous.id)
        data["reason"] = data["reason"] ?? "the record was changed in the agency's system"
        document["data"] = .object(data)
        let published = PublishedRevision(id: previous.id, digest: event.digest, revision: previous.revision + 1)
        return Publication(id: id, bytes: JSONValue.object(document).bytes, published: published)
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
        let published = PublishedRevision(id: previous.id, digest: "", revision: previous.revision + 1)
        return Publication(id: id, bytes: JSONValue.object(document).bytes, published: published)
    }
}
