import SafeguardingModel

/// The adults named about a child who are possibly one, and people's decisions about them.
struct AdultsPart: Sendable {
    struct Pair: Sendable {
        let number: Int
        let first: End
        let second: End
        let why: String
    }

    struct End: Sendable {
        let key: String
        let names: String
        let agencies: String

        init(_ end: AdultPair.End, _ coverage: Coverage) {
            key = end.key.description
            names = DeskWords.list(end.names)
            agencies = DeskWords.list(end.agencies.map(coverage.title))
        }
    }

    let pairs: [Pair]
    let hasPairs: Bool
    let decisions: [DecisionRow]
    let hasDecisions: Bool
    let mayDecide: Bool

    /// Makes the part; nil where it would be empty.
    init?(_ file: ChildRecordView, mayDecide: Bool, times: Times) {
        guard !file.possibleAdults.isEmpty || !file.adultDecisions.isEmpty else { return nil }
        self.mayDecide = mayDecide
        pairs = file.possibleAdults.enumerated().map { number, pair in
            let ends = pair.ends.map { End($0, file.coverage) }
            return Pair(number: number + 1, first: ends[0], second: ends[1], why: pair.why)
        }
        hasPairs = !pairs.isEmpty
        decisions = file.adultDecisions.map { decision in
            let what = "\(DeskWords.list(decision.names)): \(decision.made.areOne ? "one adult" : "different adults")"
            return DecisionRow(decision.made, what: what, mayDecide: mayDecide, times: times)
        }
        hasDecisions = !decisions.isEmpty
    }
}
