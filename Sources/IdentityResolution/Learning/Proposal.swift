/// A proposal of settings, learnt from a site's own records.
public struct Proposal: Sendable {
    /// The estimate from which the weights and thresholds come.
    public let estimate: Estimate
    /// The site's present settings with learnt weights, thresholds and points of names; all else is unchanged.
    public private(set) var settings: IdentitySettings

    /// - Parameters:
    ///   - bearers: the occurrences below which a name gets no points of its own.
    ///   - drawn: the number of pairs that are drawn to measure how strangers agree.
    public init(_ study: RecordLinkage, bearers: Int = 1, drawn: Int = 1_000_000) {
        estimate = Estimate(study, drawn: drawn)
        settings = study.settings
        settings.weights = estimate.weights
        let counts = study.nameCounts
        settings.names.givenPoints = Proposal.points(counts.given, bearers)
        settings.names.familyPoints = Proposal.points(counts.family, bearers)
        settings.thresholds.same = max(0, estimate.evenPoints + Proposal.certain)
        settings.thresholds.ask = max(0, estimate.evenPoints - Proposal.doubtful)
    }

    /// The points above even odds for joining: odds of 1,000 to 1, so one error in 1,000 links at the threshold, fewer
    /// above.
    private static let certain = 100
    /// The points below even odds for asking a person: odds of 1 to 8.
    private static let doubtful = 30
    /// The most points that a name's rarity adds or takes, odds of 4,096 to 1; `names.yaml` accepts no more.
    private static let most = 120

    /// Returns the points by which a name's agreement weighs more or less than the average agreement.
    private static func points(_ counts: [(name: String, count: Int)], _ bearers: Int) -> [String: Int] {
        let total = Double(counts.reduce(0) { $0 + $1.count })
        guard total > 0 else { return [:] }
        let mean = counts.reduce(0.0) { $0 + Double($1.count) / total * (Double($1.count) / total) }
        var points: [String: Int] = [:]
        for (name, count) in counts where count >= bearers {
            let rarity = 10 * binaryLogarithm(mean * total / Double(count))
            points[name] = min(most, max(-most, Int(rarity.rounded())))
        }
        return points
    }
}
