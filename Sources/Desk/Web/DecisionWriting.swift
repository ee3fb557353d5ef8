public import SafeguardingModel

/// A way to write decisions into the journal, through the aggregator.
public protocol DecisionWriting: Sendable {
    /// Returns when the decision is in the journal, with its position there.
    func decide(_ decision: Decision) async throws -> Position
}
