public import SafeguardingModel

/// Where decisions go: into the journal, by the aggregator's hand.
public protocol DecisionWriting: Sendable {
    /// Returns when the decision is in the journal, with its position there.
    func decide(_ decision: Decision) async throws -> Int64
}
