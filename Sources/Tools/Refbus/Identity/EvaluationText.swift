import IdentityResolution
import Simulation

/// An evaluation as text, and as a curve.
enum EvaluationText {
    static func show(_ evaluation: Evaluation) {
        let compared = evaluation.links > 0 ? Double(evaluation.compared) / Double(evaluation.links) : 1
        Terminal.say(
            "\(evaluation.records) records, \(evaluation.links) links; compared \(percent(compared)) of them\n"
        )
        let curve = evaluation.curve.filter { $0.points % 20 == 0 }
        Terminal.table(
            ["POINTS", "PRECISION", "RECALL", "F1", "WRONG", "MISSED", "ERRORS PER 1,000 LINKS"],
            curve.map(row)
        )
        Terminal.say("")
        Terminal.table(
            ["AT", "POINTS", "PRECISION", "RECALL", "F1", "WRONG", "MISSED"],
            [
                ["threshold"] + row(evaluation.chosen).dropLast(), ["best"] + row(evaluation.best).dropLast(),
            ]
        )
        show("Two people taken for one, at the threshold", evaluation.wrong)
        show("One person taken for two, at the threshold", evaluation.missed)
        if let zones = evaluation.zones { show(zones) }
    }

    private static func row(_ measure: LinkQuality) -> [String] {
        [
            "\(measure.points)", four(measure.precision), four(measure.recall), four(measure.f1), "\(measure.wrong)",
            "\(measure.missed)", two(measure.errorsPerThousandLinks),
        ]
    }

    private static func show(_ title: String, _ kinds: [Evaluation.Kind]) {
        guard !kinds.isEmpty else { return }
        Terminal.say("\n\(title)")
        for kind in kinds {
            let examples = kind.examples.isEmpty ? "" : ", such as \(kind.examples.joined(separator: "; "))"
            Terminal.say("  \(kind.count)  \(kind.what)\(examples)")
        }
    }

    private static func show(_ zones: Evaluation.Zones) {
        Terminal.say(
            """

            As the bus would, with guards and a person's answers
              without asking   precision \(four(zones.precision)), recall \(four(zones.recall)), \
            \(two(zones.errorsPerThousandLinks)) errors per 1,000 links
              with review      recall \(four(zones.recallWithReview)), \
            \(two(zones.pairsToReviewPerThousandRecords)) pairs to look at per 1,000 records
            """
        )
    }

    static func four(_ value: Double) -> String { BurdenChart.decimals(Int((value * 10_000).rounded()), 4) }
    static func two(_ value: Double) -> String { BurdenChart.decimals(Int((value * 100).rounded()), 2) }
    private static func percent(_ value: Double) -> String { two(value * 100) + "%" }

}

/// The curve of an evaluation as a picture.
enum EvaluationPicture {
    /// Returns precision, recall and F1 by threshold, as SVG.
    static func svg(_ evaluation: Evaluation) -> String {
        let curve = evaluation.curve
        guard let low = curve.first?.points, let high = curve.last?.points, high > low else { return "" }
        func x(_ points: Int) -> Int { 60 + (points - low) * 680 / (high - low) }
        func y(_ share: Double) -> Int { 340 - Int(share * 300) }
        func line(_ color: String, _ name: String, _ at: Int, _ value: (LinkQuality) -> Double) -> String {
            let points = curve.map { "\(x($0.points)),\(y(value($0)))" }.joined(separator: " ")
            return """
                <polyline fill="none" stroke="\(color)" stroke-width="2" points="\(points)"/>
                <text x="\(at)" y="25" fill="\(color)">\(name)</text>
                """
        }
        let grid = stride(from: 0, through: 10, by: 2).map { tenth in
            let height = y(Double(tenth) / 10)
            return """
                <line x1="60" x2="740" y1="\(height)" y2="\(height)" stroke="#ddd"/>
                <text x="20" y="\(height + 4)">\(EvaluationText.two(Double(tenth) / 10))</text>
                """
        }
        let at = x(evaluation.chosen.points)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 380" font-family="sans-serif" font-size="13">
            <title>Precision, recall and F1 by threshold</title>
            <rect width="760" height="380" fill="white"/>
            \(grid.joined(separator: "\n"))
            <line x1="\(at)" x2="\(at)" y1="40" y2="340" stroke="#888" stroke-dasharray="4"/>
            <text x="\(at + 6)" y="200" fill="#666">threshold \(evaluation.chosen.points)</text>
            \(line("#0b6", "precision", 60, \.precision))
            \(line("#06c", "recall", 160, \.recall))
            \(line("#c30", "F1", 240, \.f1))
            <text x="60" y="365">\(low) points</text><text x="660" y="365">\(high) points</text>
            </svg>
            """
    }
}

/// The output of `--json`.
struct EvaluationJSON: Encodable {
    struct Point: Encodable {
        let points: Int
        let precision: Double
        let recall: Double
        let f1: Double
        let right: Int
        let wrong: Int
        let missed: Int

        init(_ measure: LinkQuality) {
            points = measure.points
            precision = measure.precision
            recall = measure.recall
            f1 = measure.f1
            right = measure.right
            wrong = measure.wrong
            missed = measure.missed
        }
    }

    let records: Int
    let links: Int
    let compared: Int
    let threshold: Point
    let best: Point
    let curve: [Point]
    let wrong: [Evaluation.Kind]
    let missed: [Evaluation.Kind]
    let zones: Evaluation.Zones?

    init(_ evaluation: Evaluation) {
        records = evaluation.records
        links = evaluation.links
        compared = evaluation.compared
        threshold = Point(evaluation.chosen)
        best = Point(evaluation.best)
        curve = evaluation.curve.map(Point.init)
        wrong = evaluation.wrong
        missed = evaluation.missed
        zones = evaluation.zones
    }
}
