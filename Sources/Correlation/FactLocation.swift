/// Where the fact of an event stands.
enum FactLocation: Hashable, Sendable {
    /// In the chronology of the child to whom this record belongs.
    case record(UInt32)
    /// Set aside: its agency told more of the child to whom this record belongs than is judged.
    case aside(UInt32)
    /// About adults alone.
    case adults(isExercise: Bool)
    /// Nowhere: withdrawn, or itself a correction.
    case nowhere
}
