/// The settings that a site's own records suggest.
public struct Proposal: Sendable {
    public let estimate: Estimate
    public private(set) var settings: IdentitySettings

    /// - Parameters:
    ///   - bearers: names that fewer records carry are not told apart from the average.
    ///   - drawn: how many pairs are drawn to see how strangers agree.
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

    /// A thousand to one: one error in a thousand links at the threshold itself, fewer above it.
    private static let certain = 100
    /// One to eight: so likely a pair must be before a person is troubled.
    private static let doubtful = 30
    private static let most = 120

    /// What a name's agreement weighs above or below the average agreement.
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
