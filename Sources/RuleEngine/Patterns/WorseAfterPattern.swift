import SafeguardingModel
import StrictYAML

/// `worseAfter`: something happens more often after a change in the child's life than before it.
///
/// ```yaml
/// worseAfter:
///   since: [status.started: { status: looked-after }]
///   of: missing
///   within: 60 d                      # so long before and after
///   times: 1.5
///   atLeast: 3
/// ```
struct WorseAfterPattern: Pattern {
    static let word = "worseAfter"

    let since: Occurrences
    let of: Occurrences
    let within: Span
    /// The required ratio of the rate after to the rate before, in hundredths.
    let hundredths: Int
    let atLeast: Int
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["since", "of", "within", "times", "atLeast"])
        since = try Occurrences(mapping.required("since"), &reading)
        of = try Occurrences(mapping.required("of"), &reading)
        within = try mapping.required("within").window()
        let times = try mapping.required("times").number()
        guard (1...100).contains(times) else { throw node.fault("'times' is a number from 1 to 100, such as 1.5") }
        hundredths = Int((times * 100).rounded())
        atLeast = try mapping.required("atLeast").integer(in: 1...1_000)
        severity = reading.severity
    }

    var triggers: Triggers { since.triggers.union(of.triggers) }
    var references: [String] { since.references + of.references }
    var lookBack: Span { within * 3 }

    var needs: [FactKinds] { [since.need, of.need] }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        let changes = since.moments(&context)
        guard !changes.isEmpty else { return [] }
        let all = of.moments(&context)
        var met: [(at: Int64, change: Moment, before: Int, after: ArraySlice<Moment>)] = []
        let isInOrder = all.isInOrder
        for change in changes {
            let before = window(all, from: change.at - within.milliseconds, until: change.at, isInOrder).count
            let later = window(all, from: change.latest + 1, until: change.at + within.milliseconds + 1, isInOrder)
            let least = max(1, atLeast, (hundredths * before + 99) / 100)
            guard later.count >= least else { continue }
            let after = later.prefix(least)
            met.append((after[after.endIndex - 1].at, change, before, after))
        }
        met.sort { $0.at < $1.at }
        var builder = EpisodeBuilder(quiet: within)
        for one in met {
            builder.hold(at: one.at, depth: 1, severity: severity) { candidate in
                candidate.evidence = Set(one.change.indices + one.after.flatMap(\.indices)).sorted()
                candidate.measures = [
                    Self.mark, Measure("before", .count(one.before)), Measure("after", .count(one.after.count)),
                    Measure("within", .span(within)),
                ]
            }
        }
        return builder.keyed
    }

    /// Returns the moments between two instants, the second excluded.
    private func window(_ all: [Moment], from: Int64, until: Int64, _ isInOrder: Bool) -> ArraySlice<Moment> {
        guard isInOrder else { return all.filter { $0.at >= from && $0.at < until }[...] }
        let first = all.first(from: from, isInOrder: true)
        return all[first..<max(first, all.first(from: until, isInOrder: true))]
    }
}

extension WorseAfterPattern {
    static var placeholders: [String] { ["after", "before", "within", "since", "days"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let (before, after) = (finding.count("before") ?? 0, finding.count("after") ?? 0)
        let change = explained.own.first {
            of.kinds.isEmpty ? $0.kind != .missingReported : !of.kinds.contains($0.kind)
        }
        var values = [
            "after": "\(Wording.capitalised(of.noun.many)) after: \(after)", "before": "\(before)",
            "within": RuleWords.period(within),
        ]
        if case .missing = of {
            values["after"] = "missing \(Wording.count(after, "time", "times"))"
        }
        values["since"] = change.map { $0.kind == .statusStarted ? "coming into care" : "the move" }
        values["days"] = change.map { line in
            let days =
                explained.context.day(finding.enteredAt.milliseconds).number - explained.context.day(line.at).number
            return Wording.count(max(1, days), "day", "days")
        }
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        let before = finding.count("before") ?? 0
        let times = before == 0 ? "not once" : before == 1 ? "once" : "{before} times"
        return HeadlineTemplate("{after} in the {days} since {since}; \(times) in the {within} before")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let times = "\(hundredths / 100)\(hundredths % 100 == 0 ? "" : ".\((hundredths % 100) / 10)")"
        return [
            "At least \(atLeast) times, and at least \(times) times as often as in the \(RuleWords.length(within)) before."
        ]
            + explained.facts.map(explained.dated)
    }

    var requirements: [Requirement] { [.happening(of), .happening(since)] }

    func unmet(_ context: inout EvaluationContext) -> String {
        since.moments(&context).isEmpty
            ? "The change in the child's life that the rule looks back from is not known."
            : "In the \(RuleWords.length(within)) after the change there is not so much more of it than before."
    }
}
