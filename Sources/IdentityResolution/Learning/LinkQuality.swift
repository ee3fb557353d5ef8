/// The quality of the links at one threshold.
public struct LinkQuality: Hashable, Sendable {
    /// The threshold in points: pairs with as many or more are links.
    public let points: Int
    /// The number of pairs that are one child and were linked.
    public let right: Int
    /// The number of pairs that are two children and were linked.
    public let wrong: Int
    /// The number of pairs that are one child and were not linked.
    public let missed: Int

    public init(points: Int, right: Int, wrong: Int, missed: Int) {
        self.points = points
        self.right = right
        self.wrong = wrong
        self.missed = missed
    }

    /// The share of the links made that are right, from 0 to 1; 1 where none was made.
    public var precision: Double { share(right, of: right + wrong) }
    /// The share of the true links that were made, from 0 to 1; 1 where there are none.
    public var recall: Double { share(right, of: right + missed) }
    /// The harmonic mean of precision and recall, from 0 to 1.
    public var f1: Double { share(2 * right, of: 2 * right + wrong + missed) }
    /// The number of wrong links per 1,000 links made.
    public var errorsPerThousandLinks: Double { right + wrong > 0 ? 1_000 * Double(wrong) / Double(right + wrong) : 0 }

    private func share(_ part: Int, of whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 1 }

    /// Returns one measure for each threshold, from the lowest, of pairs with their points and whether they are one
    /// child.
    public static func curve(_ pairs: [(points: Int, isOne: Bool)], links: Int, step: Int = 10) -> [LinkQuality] {
        let sorted = pairs.sorted { ($0.points, $0.isOne ? 1 : 0) > ($1.points, $1.isOne ? 1 : 0) }
        guard let highest = sorted.first?.points, let lowest = sorted.last?.points else { return [] }
        var measures: [LinkQuality] = []
        var (right, wrong, next) = (0, 0, 0)
        var points = (highest + step - 1) / step * step
        while points >= lowest - step {
            while next < sorted.count, sorted[next].points >= points {
                if sorted[next].isOne { right += 1 } else { wrong += 1 }
                next += 1
            }
            measures.append(LinkQuality(points: points, right: right, wrong: wrong, missed: links - right))
            points -= step
        }
        return measures.reversed()
    }
}
