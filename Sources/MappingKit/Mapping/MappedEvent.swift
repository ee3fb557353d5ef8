public import SafeguardingModel

/// An event made of a row: acceptable to the bus, and comparable with earlier events of the same record.
public struct MappedEvent: Hashable, Sendable {
    /// The names of the mapping, the record and the event together: the event's id when it is first published.
    ///
    /// `<mapping>-<record>-<event>`: `missing-2015-000917-reported`. It contains a reference number or a hash, and
    /// nothing of a person.
    public let key: String
    public let kind: EventKind
    /// A digest of everything that the row says, without the time at which the export was made.
    public let digest: String
    public let row: Int
    public let line: Int
    /// The event as it is first published, with ``key`` as its id.
    public let document: JSONObject
    /// The bytes of ``document`` as sent.
    public let bytes: [UInt8]
}

/// An event of the mapping that a record does not, or no longer, contain: its condition does not hold.
public struct AbsentEvent: Hashable, Sendable {
    /// The same key as ``MappedEvent/key``.
    public let key: String
    public let source: String
    public let subject: String

    public init(key: String, source: String, subject: String = "") {
        self.key = key
        self.source = source
        self.subject = subject
    }
}

/// The result of a row for one event of its mapping.
public enum Outcome: Sendable {
    case event(MappedEvent)
    case absent(AbsentEvent)
    case rejected(Rejection)
}
