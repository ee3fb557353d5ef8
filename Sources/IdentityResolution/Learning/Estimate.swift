/// An estimate of weights from a set of records alone, without knowing which of them are one child.
///
/// It uses expectation-maximisation (Dempster, Laird and Rubin 1977, as Winkler 1988 uses it for record linkage):
/// estimate how likely each pair is one child by the current weights; then how frequent each level is among pairs that
/// are (m) and are not (u); repeat. Agreement of strangers is counted among strangers, not among pairs that already
/// have something in common.
public struct Estimate: Sendable {
    /// The share of each level among pairs that are one child, from 0 to 1, by field and level.
    public private(set) var same: [Double]
    /// The share of each level among pairs that are two children, from 0 to 1, by field and level.
    public private(set) var different: [Double]
    /// The estimated number of pairs that are one child.
    public private(set) var links: Double
    /// The rounds that were needed until no share changed by 0.00001 or more, or the most that were allowed.
    public private(set) var rounds = 0
    private let pairsInAll: Double
    private let settings: IdentitySettings
    private var observed: [Double] = []
    private var floors: [Double] = []

    private static let slots = ComparedField.allCases.count << 4
    private static func slot(_ field: ComparedField, _ level: Level) -> Int {
        Int(field.rawValue) << 4 | Int(level.rawValue)
    }

    /// - Parameter drawn: the number of pairs of strangers that are examined.
    public init(_ study: RecordLinkage, drawn: Int = 1_000_000, rounds most: Int = 200) {
        settings = study.settings
        pairsInAll = max(1, study.pairsInAll)
        same = Array(repeating: 0, count: Estimate.slots)
        different = same
        links = 0
        let patterns = Estimate.patterns(study)
        countAll(study, drawn)
        begin(patterns)
        for _ in 0..<most {
            rounds += 1
            if improve(patterns) < 1e-5 { break }
        }
    }

    private static func patterns(_ study: RecordLinkage) -> [(pattern: UInt64, count: Double)] {
        var counts: [UInt64: Double] = [:]
        study.forEachPair(in: 0..<study.count) { counts[$0.comparison.pattern, default: 0] += 1 }
        return counts.map { ($0.key, $0.value) }.sorted { $0.pattern < $1.pattern }
    }

    /// Counts each level among pairs drawn from all; full agreement, which a draw would miss, is counted exactly.
    private mutating func countAll(_ study: RecordLinkage, _ drawn: Int) {
        var counted = Array(repeating: 0.0, count: Estimate.slots)
        study.draw(drawn) { comparison in
            for field in ComparedField.allCases { counted[Estimate.slot(field, comparison[field])] += 1 }
        }
        floors = Array(repeating: 1 / Double(max(drawn, 1)), count: Estimate.slots)
        for (field, agreeing) in study.agreeingPairs {
            let known = field.levels.reduce(0) { $0 + counted[Estimate.slot(field, $1)] }
            let all = known + counted[Estimate.slot(field, .missing)]
            guard known > 0 else { continue }
            counted[Estimate.slot(field, .same)] = agreeing / pairsInAll * all
            floors[Estimate.slot(field, .same)] = all / known / pairsInAll
        }
        observed = counted
        normalise(&observed, floor: 0)
    }

    /// Computes the shares among different children: all pairs without those that are one child.
    private mutating func subtractLinks() {
        let share = links / pairsInAll
        for field in ComparedField.allCases {
            // A field that no two records share keeps its weights.
            guard field.levels.contains(where: { observed[Estimate.slot(field, $0)] > 0 }) else { continue }
            for level in field.levels {
                let slot = Estimate.slot(field, level)
                different[slot] = max((observed[slot] - share * same[slot]) / (1 - share), floors[slot])
            }
        }
        normalise(&different, floor: 0)
    }

    /// Scales the shares of each field's levels to a sum of one, and raises each to `floor` at least.
    private func normalise(_ shares: inout [Double], floor: Double) {
        for field in ComparedField.allCases {
            let total = field.levels.reduce(0) { $0 + shares[Estimate.slot(field, $1)] }
            for level in field.levels {
                let slot = Estimate.slot(field, level)
                shares[slot] = total > 0 ? max(shares[slot] / total, floor) : 0
            }
            shares[Estimate.slot(field, .missing)] = 1
        }
    }

    /// Starts from the current weights.
    private mutating func begin(_ patterns: [(pattern: UInt64, count: Double)]) {
        var chances = patterns.map { pattern in
            let points = ComparedField.allCases.reduce(0) {
                $0 + settings.weights[$1, Comparison.level(of: $1, in: pattern.pattern)]
            }
            return points >= settings.thresholds.ask ? 0.95 : 0.001
        }
        learn(patterns, &chances)
    }

    private mutating func learn(_ patterns: [(pattern: UInt64, count: Double)], _ chances: inout [Double]) {
        var shares = Array(repeating: 0.0, count: Estimate.slots)
        links = 0
        for (number, pattern) in patterns.enumerated() {
            let weight = pattern.count * chances[number]
            links += weight
            for field in ComparedField.allCases {
                shares[Estimate.slot(field, Comparison.level(of: field, in: pattern.pattern))] += weight
            }
        }
        for field in ComparedField.allCases {
            // Evidence of one pair is added, spread over the levels, so that no share is zero.
            for level in field.levels { shares[Estimate.slot(field, level)] += 1 / Double(field.levels.count) }
        }
        normalise(&shares, floor: 1e-6)
        same = shares
        subtractLinks()
    }

    /// Runs one round; returns the largest change of a share.
    private mutating func improve(_ patterns: [(pattern: UInt64, count: Double)]) -> Double {
        let before = same
        let odds = max(links, 1) / max(pairsInAll - links, 1)
        var chances = patterns.map { pattern in
            var ratio = odds
            for field in ComparedField.allCases {
                let slot = Estimate.slot(field, Comparison.level(of: field, in: pattern.pattern))
                if slot & 15 != 0, different[slot] > 0 { ratio *= same[slot] / different[slot] }
            }
            return ratio / (1 + ratio)
        }
        learn(patterns, &chances)
        return zip(before, same).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}

extension Estimate {
    /// The weights in points; a field without observations keeps its weights.
    public var weights: Weights {
        var weights = settings.weights
        for field in ComparedField.allCases
        where field.levels.contains(where: { different[Estimate.slot(field, $0)] > 0 }) {
            for level in field.levels {
                let slot = Estimate.slot(field, level)
                guard different[slot] > 0 else { continue }
                weights[field, level] = Int((10 * binaryLogarithm(same[slot] / different[slot])).rounded())
            }
        }
        return weights
    }

    /// The points from which a pair is more likely one child than two, by these records.
    public var evenPoints: Int {
        Int((10 * binaryLogarithm(max(pairsInAll - links, 1) / max(links, 1))).rounded(.up))
    }

    /// The shares of one level, from 0 to 1; `different` is 0 where no two records had a value to compare.
    public subscript(field: ComparedField, level: Level) -> (same: Double, different: Double) {
        (same[Estimate.slot(field, level)], different[Estimate.slot(field, level)])
    }
}

extension RecordLinkage {
    /// The number of pairs that agree fully, in the fields where that is rare.
    var agreeingPairs: [(ComparedField, Double)] {
        let fields: [(ComparedField, RecordTrait.Kind)] = [
            (.born, .born), (.postcode, .postcode), (.address, .address), (.nhsNumber, .nhsNumber), (.upn, .upn),
            (.pncId, .pncId), (.localId, .localId),
        ]
        return fields.map { field, kind in (field, agreeing(kind)) }
    }

    private func agreeing(_ kind: RecordTrait.Kind) -> Double {
        var counts: [UInt64: (left: Double, right: Double)] = [:]
        for place in store.records.indices.map(Int32.init) {
            for mark in store.marks(of: place) where mark.kind == kind && !mark.isFailing {
                if isRight(place) {
                    counts[mark.value, default: (0, 0)].right += 1
                } else {
                    counts[mark.value, default: (0, 0)].left += 1
                }
            }
        }
        // The counts are whole numbers, so the order of the sum does not matter.
        return counts.values.reduce(0) { $0 + (hasTwoSides ? $1.left * $1.right : $1.left * ($1.left - 1) / 2) }
    }
}
