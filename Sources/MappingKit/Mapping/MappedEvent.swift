public import SafeguardingModel

/// An event made of a row: acceptable to the bus, and comparable with earlier events of the same record.
public struct MappedEvent: Hashable, Sendable {
    /// The names of the mapping, the record and the event together: the event's id when it is first published.
    ///
    /// `<mapping>-<record>-<event>`: `missing-2015-000917-reported`. It contains a reference number or a hash, and
    /// nothing of a person.
    public let key: String
    /// The kind that the mapping states as `type`.
    public let kind: EventKind
    /// A digest of everything that the row says, without the time at which the export was made.
    public let digest: String
    /// The number of the row from which it is made; 1 for the first row below the header.
    public let row: Int
    /// The line of the file on which the row begins, from 1.
    public let line: Int
    /// The event as it is first published, with ``key`` as its id.
    public let document: JSONObject
    /// The bytes of ``document`` as sent.
    public let bytes: [UInt8]
}

/// An event of the mapping that a record does not, or no longer, contain: its condition does not hold, a field that it
/// needs is empty, or the record is missing from a full export.
public struct AbsentEvent: Hashable, Sendable {
    /// The same key as ``MappedEvent/key``.
    public let key: String
    /// The `source` of the event, as in ``Mapper/source``.
    public let source: String
    /// The agency's own reference for the child; empty where the row has none.
    public let subject: String

    public init(key: String, source: String, subject: String = "") {
        self.key = key
        self.source = source
        self.subject = subject
    }
}

/// The result of a row for one event of its mapping.
public enum Outcome: Sendable {
    /// The row makes the event, and the bus would accept it.
    case event(MappedEvent)
    /// The row does not make the event: its condition does not hold, or a field that it `needs` is empty.
    case absent(AbsentEvent)
    /// The row should make the event and cannot, or could not be read at all.
    case rejected(RowError)
}
