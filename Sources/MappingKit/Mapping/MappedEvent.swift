public import SafeguardingModel

/// An event that a row says: acceptable to the bus, and comparable with what the same record said before.
public struct MappedEvent: Hashable, Sendable {
    /// What the record and the event of the mapping are called together: the event's id when it is first published.
    ///
    /// `<mapping>-<record>-<event>`: `missing-2015-000917-reported`. It holds a reference number or a hash, and nothing
    /// of a person.
    public let key: String
    public let kind: EventKind
    /// Of everything that the row says, but not of the moment at which the export was made.
    public let digest: String
    public let row: Int
    public let line: Int
    /// The event as it is first published, with ``key`` as its id.
    public let document: JSONObject
    /// ``document`` as it is sent.
    public let bytes: [UInt8]
}

/// An event of the mapping that a record does not, or no longer, say: its condition does not hold.
public struct AbsentEvent: Hashable, Sendable {
    /// As ``MappedEvent/key``.
    public let key: String
    public let source: String
    public let subject: String

    public init(key: String, source: String, subject: String = "") {
        self.key = key
        self.source = source
        self.subject = subject
    }
}

/// What one row says of one event of its mapping.
public enum Outcome: Sendable {
    case event(MappedEvent)
    case absent(AbsentEvent)
    case rejected(Rejection)
}
