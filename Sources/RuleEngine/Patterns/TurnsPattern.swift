import SafeguardingModel
import StrictYAML

/// `turns`: the child reaches an age while something about them is open.
///
/// ```yaml
/// turns:
///   years: 17
///   months: 9
///   because: { any: [concern.observed, referral.made], within: 180 d }
///   while: { known: true }
/// ```
struct TurnsPattern: Pattern {
    static let word = "turns"

    let years: Int
    let months: Int
    let because: FactSelection
    let within: Span
    let condition: Condition?
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["years", "months", "because", "while"])
        years = try mapping.required("years").integer(in: 0...17)
        months = try mapping["months"]?.integer(in: 0...11) ?? 0
        let inner = try mapping.required("because").mapping(of: ["any", "within"])
        because = try reading.selection(inner.required("any"))
        within = try inner.required("within").window()
        condition = try mapping["while"].map { node throws(YAMLError) in try Condition(node, &reading) }
        severity = reading.severity
    }

    var triggers: Triggers { Triggers(kinds: because.kinds).union(condition?.triggers ?? Triggers()) }
    var lookBack: Span { within + (condition?.lookBack ?? .zero) }

    var needs: [FactKinds] { [FactKinds(because)] + (condition?.needs ?? []) }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        guard let at = moment(context), context.hasCome(at) else { return [] }
        let reasons = because.indices(context).filter {
            (at - within.milliseconds...at).contains(context.facts[$0].at)
        }
        guard !reasons.isEmpty else { return [] }
        if let condition, !condition.holds(at: at, line: nil, &context) { return [] }
        var candidate = CandidateFinding(key: "\(years)y\(months)m", at: at, severity: severity, depth: 1)
        candidate.evidence = reasons
        candidate.measures = [Self.mark, Measure("reached", .instant(Instant(milliseconds: at)))]
        return [candidate]
    }

    /// Returns the start of the day on which the age is reached; of a month's last day where the month is too short.
    private func moment(_ context: EvaluationContext) -> Int64? {
        guard let born = context.born else { return nil }
        let (year, month, day) = born.parts
        let total = (year + years) * 12 + month - 1 + months
        let reached = (0...3).lazy.compactMap { less in
            CivilDay(year: total / 12, month: total % 12 + 1, day: day - less)
        }.first
        return reached.map { context.zone.startOfDay($0).milliseconds }
    }
}

extension TurnsPattern {
    static var placeholders: [String] { ["age", "birthday", "last"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let months = months == 0 ? "" : " and \(Wording.count(months, "month", "months"))"
        var values = ["age": "\(years)\(months)"]
        values["birthday"] = explained.context.born.flatMap { born in
            let (year, month, day) = born.parts
            let reached =
                CivilDay(year: year + 18, month: month, day: day) ?? CivilDay(year: year + 18, month: 3, day: 1)
            return reached.map { Zone.brief($0, in: explained.year) }
        }
        values["last"] = explained.facts.last.map(explained.day)
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        HeadlineTemplate("{child} is {age}[ and turns 18 on {birthday}], with concerns still open[ (last {last})]")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let own = condition.map { ["Counted because \($0.words(finding, explained))."] } ?? []
        return own + ["In the \(RuleWords.length(within)) before:"] + explained.facts.map(explained.dated)
    }

    var requirements: [Requirement] { [.happening(.facts(because))] + (condition?.requirements ?? []) }

    func unmet(_ context: inout EvaluationContext) -> String {
        context.born == nil
            ? "The birth date is not known."
            : "The child has not reached \(years) years and \(months) months with something open in the \(RuleWords.length(within)) before."
    }
}
