/// The place of an event's fact.
enum FactLocation: Hashable, Sendable {
    /// In the chronology of the child to whom this record belongs.
    case record(UInt32)
    /// Set aside: its agency sent more about the child to whom this record belongs than is judged.
    case aside(UInt32)
    /// About adults alone.
    case adults(isExercise: Bool)
    /// Nowhere: withdrawn, or itself a correction.
    case nowhere
}
