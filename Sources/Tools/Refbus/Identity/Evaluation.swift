import IdentityResolution
import SafeguardingModel

/// The result of comparing files whose links are known.
struct Evaluation {
    /// One sort of error, with ids of rows as examples.
    struct Kind: Encodable {
        let what: String
        let count: Int
        let examples: [String]
    }

    /// The quality of the resolver's three zones for the records, with all guards.
    struct Zones: Encodable {
        let precision: Double
        let recall: Double
        /// Recall after a person has answered every question about a pair correctly.
        let recallWithReview: Double
        let pairsToReviewPerThousandRecords: Double
        let errorsPerThousandLinks: Double
    }

    let records: Int
    let links: Int
    /// The number of true links that were compared at all.
    let compared: Int
    let curve: [LinkQuality]
    let chosen: LinkQuality
    var best: LinkQuality { curve.max { ($0.f1, $1.points) < ($1.f1, $0.points) } ?? chosen }
    let wrong: [Kind]
    let missed: [Kind]
    let zones: Zones?
}

/// The maker of an ``Evaluation`` from records and truth.
struct LinkEvaluator {
    let records: [FileRecord]
    /// The index at which the second of two files begins.
    let rightFrom: Int?
    let study: RecordLinkage
    let truth: Truth
    let settings: IdentitySettings
    /// The points from which on a pair counts as a link in the list of errors.
    let threshold: Int
    /// Whether no file names a person twice, so that only the likeliest of several partners counts.
    let isOneToOne: Bool

    func evaluate() -> Evaluation {
        var pairs = study.pairs()
        let compared = pairs.count { isOne($0) }
        if isOneToOne { pairs = LinkEvaluator.likeliest(pairs) }
        let links = trueLinks
        let curve = LinkQuality.curve(
            pairs.map { ($0.comparison.points, isOne($0)) },
            links: links,
            step: 5
        )
        let right = pairs.count { isOne($0) && $0.comparison.points >= threshold }
        let wrong = pairs.filter { !isOne($0) && $0.comparison.points >= threshold }
        let missed = pairs.filter { isOne($0) && $0.comparison.points < threshold }
        let never = links - right - missed.count
        return Evaluation(
            records: records.count,
            links: links,
            compared: compared,
            curve: curve,
            chosen: LinkQuality(points: threshold, right: right, wrong: wrong.count, missed: links - right),
            wrong: kinds(wrong) { $0.likeness },
            missed: (never > 0 ? [.init(what: "never compared, or given to another", count: never, examples: [])] : [])
                + kinds(missed) { $0.difference },
            zones: rightFrom == nil ? zones(links) : nil
        )
    }

    private func isOne(_ pair: RecordLinkage.Pair) -> Bool {
        truth.areOne(records[Int(pair.left)].id, records[Int(pair.right)].id)
    }

    private static func likeliest(_ pairs: [RecordLinkage.Pair]) -> [RecordLinkage.Pair] {
        var taken: Set<Int32> = []
        return pairs.sorted { ($1.comparison.points, $0.left, $0.right) < ($0.comparison.points, $1.left, $1.right) }
            .filter { pair in
                guard !taken.contains(pair.left), !taken.contains(pair.right) else { return false }
                taken.formUnion([pair.left, pair.right])
                return true
            }
    }

    private func kinds(_ pairs: [RecordLinkage.Pair], _ word: (Comparison) -> String) -> [Evaluation.Kind] {
        let sorted = Dictionary(grouping: pairs) { word($0.comparison) }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return sorted.prefix(12).map { what, pairs in
            let examples = pairs.prefix(3).map { "\(records[Int($0.left)].id) and \(records[Int($0.right)].id)" }
            return .init(what: what, count: pairs.count, examples: examples)
        }
    }

    private var trueLinks: Int {
        let groups = Dictionary(grouping: records.indices) { truth.person(records[$0].id) }
        return groups.values.reduce(0) { sum, group in
            guard let rightFrom else { return sum + group.count * (group.count - 1) / 2 }
            let right = group.count { $0 >= rightFrom }
            return sum + right * (group.count - right)
        }
    }
}

extension LinkEvaluator {
    /// Plays the records through the resolver, then answers its questions from the truth.
    private func zones(_ links: Int) -> Evaluation.Zones {
        var resolver = Resolver(settings: settings)
        for record in records { _ = resolver.learn(record.key, record.person) }
        let automatic = counted(resolver)
        let asked = resolver.pending
        var position: Position = 0
        let person = Dictionary(records.map { ($0.key, truth.person($0.id)) }, uniquingKeysWith: { $1 })
        for pair in asked where person[pair.records[0]] == person[pair.records[1]] {
            position += 1
            _ = resolver.decide(.same(pair.records), at: position)
        }
        let reviewed = counted(resolver)
        return .init(
            precision: share(automatic.right, automatic.made),
            recall: share(automatic.right, links),
            recallWithReview: share(reviewed.right, links),
            pairsToReviewPerThousandRecords: 1_000 * share(asked.count, records.count),
            errorsPerThousandLinks: 1_000 * (1 - share(automatic.right, automatic.made))
        )
    }

    private func share(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 1 }

    /// Counts pairs of records in one child, and those of them that are one person.
    private func counted(_ resolver: Resolver) -> (made: Int, right: Int) {
        let groups = Dictionary(grouping: records) { resolver.child(of: $0.key) }
        return groups.values.reduce((made: 0, right: 0)) { sum, group in
            let people = Dictionary(grouping: group) { truth.person($0.id) }
            let right = people.values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
            return (sum.made + group.count * (group.count - 1) / 2, sum.right + right)
        }
    }
}

extension Comparison {
    /// The fields that made two people look like one.
    fileprivate var likeness: String {
        let agree = ComparedField.allCases.filter { self[$0] == .same }.map(\.title)
        return "agree in \(agree.isEmpty ? "nothing wholly" : agree.joined(separator: ", "))"
    }

    /// The fields that made one person look like two.
    fileprivate var difference: String {
        let differ = ComparedField.allCases.filter { self[$0] == .different || self[$0] == .namesake }.map(\.title)
        return differ.isEmpty ? "too little is told" : "differ in \(differ.joined(separator: ", "))"
    }
}
