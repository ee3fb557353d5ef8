import SafeguardingModel

/// The place of an event's fact.
enum FactLocation: Hashable, Sendable {
    /// In the chronology of the child to whom this record belongs.
    case record(RecordIndex)
    /// Set aside: its agency sent more about the child to whom this record belongs than is judged.
    case aside(RecordIndex)
    /// About adults alone.
    case adults(Realm)
    /// Nowhere: withdrawn, or itself a correction.
    case nowhere
}
