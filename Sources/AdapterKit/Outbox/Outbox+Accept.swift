import GRDB
public import MappingKit
public import SafeguardingModel
import Synchronization

/// An event from the local HTTP address, made by the agency's own system: read, checked, and identified by its content.
public struct ReadyEvent: Hashable, Sendable {
    /// The event's `source`, which begins with `/<agency>/`.
    public var source: String
    /// The event's id, which its own system gave it.
    public var id: String
    /// The bytes as they came.
    public var body: [UInt8]
    /// The digest of the content, independent of its spelling in JSON.
    public var digest: String
    /// The id of the event that it corrects; empty for any other.
    public var of: String
    /// The event's child as hashes; empty for a withdrawal.
    public var child: RecordChild

    public init(
        source: String,
        id: String,
        body: [UInt8],
        digest: String,
        of: String = "",
        child: RecordChild = RecordChild()
    ) {
        self.of = of
        self.child = child
        self.source = source
        self.id = id
        self.body = body
        self.digest = digest
    }
}

/// The result for an event from the local HTTP address.
public enum Acceptance: Hashable, Sendable {
    /// The event is on disk, and will be sent.
    case accepted
    /// The same event was accepted before.
    case duplicate
    /// Another content was accepted under this source and id.
    case conflict
    /// The event corrects one about another child.
    case otherChild
}

extension Outbox {
    /// Takes events in, in one transaction; they are on disk when it returns.
    ///
    /// Returns one result for each event, in the same order.
    ///
    /// - Throws: ``OutboxError/bound(events:bytes:)`` where there is no room for all that are new, and then takes none.
    public func accept(_ events: [ReadyEvent], at now: Instant) async throws(OutboxError) -> [Acceptance] {
        try await writeEvents(at: now) { writer in
            let before = writer.counts
            let acceptances = try events.map { try writer.accept($0) }
            let after = writer.counts
            guard after == before || (after.pending <= writer.limits.events && after.bytes <= writer.limits.bytes)
            else {
                throw OutboxError.bound(events: before.pending, bytes: before.bytes)
            }
            return acceptances
        }
    }
}

extension OutboxWriter {
    fileprivate mutating func accept(_ event: ReadyEvent) throws -> Acceptance {
        let name = EventHash(source: event.source, key: event.id)
        if let known = try published(name, key: event.id) {
            return known.digest == event.digest ? .duplicate : .conflict
        }
        guard try isOfOneChild(event) else { return .otherChild }
        try append(event.body, name: name, revision: 1, isMapped: false)
        try remember(PublishedRevision(id: event.id, digest: event.digest, revision: 1), name, key: event.id)
        return .accepted
    }

    /// Returns whether a correction is about the same child as the event that it corrects; remembers the child of any
    /// other event.
    private func isOfOneChild(_ event: ReadyEvent) throws -> Bool {
        guard event.child != RecordChild() else { return true }
        let corrected = EventHash(source: event.source, record: event.of.isEmpty ? event.id : event.of)
        if event.of.isEmpty {
            let record = KnownRecord(child: event.child, exported: at, row: 0, line: 0, reading: 0)
            try remember(record, corrected)
            return true
        }
        return try known(corrected).map { !event.child.isOther(than: $0.child) } ?? true
    }
}
