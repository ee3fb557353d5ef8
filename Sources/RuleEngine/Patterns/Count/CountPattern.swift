import SafeguardingModel
import StrictYAML

/// `count`: so many facts of some sort within a time, and again at each further step.
///
/// ```yaml
/// count:
///   of: [referral.made]
///   each: referral                  # one agency's facts with the same reference count once
///   apart: 24 h                     # what one agency tells within so long of the first counts once
///   distinct: sector                # or: agency (without it, fact): two schools are one sector
///   where: elsewhere                # only what an agency of another area tells while the child is missing
///   afterReturn: 48 h               # so long after the child is found it is still told while missing
///   per: absent agency              # of meetings: for each agency that was invited and did not come
///   reaches: [3, 5, 8]
///   within: 365 d
///   longerAfter: { any: [disclosure.made], within: 730 d }
///   ifKnown: { reaches: 2, within: 72 h }    # so few are enough where the CSE system knows the child
///   orWithMissingBetween: 2         # so few are enough if the child went missing in between
///   while: { known: true }          # only what happens while this holds
///   quiet: 90 d                     # after so long without it, the next time is a new alert
/// ```
struct CountPattern: Pattern {
    enum Distinct: String, CaseIterable, Sendable { case fact, sector, agency }
    enum Area: String, CaseIterable, Sendable { case elsewhere }
    enum Group: String, CaseIterable, Sendable { case absentAgency = "absent agency" }

    static let word = "count"

    let of: Occurrences
    let each: FieldName?
    /// The time within which several facts of one agency count as one.
    let apart: Span?
    let distinct: Distinct
    /// The time after the child is found in which a fact of another area counts; nil where facts of any area count.
    let elsewhere: Span?
    let group: Group?
    let steps: [Int]
    let within: Span
    let longer: (any: FactSelection, within: Span)?
    let ifKnown: (reaches: Int, within: Span)?
    let withMissingBetween: Int?
    let condition: Condition?
    let quiet: Span
    let severity: Severity

    private static let keys = [
        "of", "each", "apart", "distinct", "where", "afterReturn", "per", "reaches", "within", "longerAfter", "ifKnown",
        "orWithMissingBetween", "while", "quiet",
    ]

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: CountPattern.keys)
        of = try Occurrences(mapping.required("of"), &reading)
        each = try mapping["each"]?.choice(FieldName.self)
        apart = try mapping["apart"]?.window()
        distinct = try mapping["distinct"]?.choice(Distinct.self) ?? .fact
        elsewhere = try CountPattern.elsewhere(mapping)
        group = try mapping["per"]?.choice(Group.self)
        steps = try mapping.required("reaches").steps()
        try CountPattern.refuseTogether(mapping, steps)
        if distinct != .fact, steps.count > 1 {
            throw node.fault(
                "with 'distinct: \(distinct.rawValue)' each further one deepens the alert: 'reaches' is one number"
            )
        }
        within = try mapping.required("within").window()
        longer = try CountPattern.longer(mapping["longerAfter"], than: within, &reading)
        ifKnown = try mapping["ifKnown"].map(CountPattern.ifKnown)
        withMissingBetween = try mapping["orWithMissingBetween"]?.integer(in: 2...1_000)
        if let fewer = withMissingBetween, let first = steps.first, fewer >= first {
            throw node.fault("'orWithMissingBetween' must be less than the first of 'reaches'")
        }
        condition = try mapping["while"].map { node throws(YAMLError) in try Condition(node, &reading) }
        quiet = try mapping["quiet"]?.window() ?? longer?.within ?? within
        severity = reading.severity
    }

    /// Refuses forms of counting together of which no sentence could say what was counted.
    private static func refuseTogether(_ mapping: YAMLMapping, _ steps: [Int]) throws(YAMLError) {
        let plain = "'of', 'each', 'apart', 'reaches', 'within', 'longerAfter', 'while' and 'quiet'"
        let apart = [
            ("per", ["distinct", "where", "ifKnown", "orWithMissingBetween"], plain),
            ("where", ["ifKnown", "orWithMissingBetween"], "\(plain), with 'afterReturn' and 'distinct'"),
            ("distinct", ["orWithMissingBetween"], "\(plain), with 'where' or 'ifKnown'"),
        ]
        for (form, others, together) in apart where mapping[form] != nil {
            guard let other = others.first(where: { mapping[$0] != nil }), let node = mapping[other] else { continue }
            throw node.fault("'\(other)' does not go together with '\(form)', which stands beside \(together) only")
        }
        if let node = mapping["where"], let first = steps.first, first > 1 {
            throw node.fault("with 'where: elsewhere' the first one is news: 'reaches' begins with 1")
        }
    }

    private static func elsewhere(_ mapping: YAMLMapping) throws(YAMLError) -> Span? {
        guard let area = mapping["where"] else {
            if let node = mapping["afterReturn"] {
                throw node.fault("'afterReturn' stands only beside 'where: elsewhere'")
            }
            return nil
        }
        _ = try area.choice(Area.self)
        return try mapping.required("afterReturn").window()
    }

    private static func longer(
        _ node: YAMLNode?,
        than within: Span,
        _ reading: inout PatternReading
    ) throws(YAMLError) -> (any: FactSelection, within: Span)? {
        guard let node else { return nil }
        let inner = try node.mapping(of: ["any", "within"])
        let span = try inner.required("within").window()
        guard span > within else { throw node.fault("'longerAfter' must be longer than 'within'") }
        return (try reading.selection(inner.required("any")), span)
    }

    private static func ifKnown(_ node: YAMLNode) throws(YAMLError) -> (reaches: Int, within: Span) {
        let inner = try node.mapping(of: ["reaches", "within"])
        return (try inner.required("reaches").integer(in: 1...1_000), try inner.required("within").window())
    }

    var triggers: Triggers {
        let away = elsewhere == nil ? [] : Triggers.absences + Triggers.authority
        // Which reports are one absence depends on all of its facts.
        let usesAbsences = withMissingBetween != nil || distinct != .fact && of.kinds.contains(.missingReported)
        let own = Triggers(
            kinds: (longer?.any.kinds ?? []) + (usesAbsences ? Triggers.absences : []) + away
                + (ifKnown == nil ? [] : Triggers.known)
        )
        return own.union(of.triggers).union(condition?.triggers ?? Triggers())
    }

    var references: [String] { of.references }

    /// Contains `within` twice for meetings: what one agency missed is looked back on from the last of them.
    var lookBack: Span {
        let counted = of.isState ? .zero : max(longer?.within ?? within, ifKnown?.within ?? .zero)
        let area = elsewhere.map { $0 + .days(120) } ?? .zero
        return max(counted, quiet) + area + (group == nil ? .zero : within) + (condition?.lookBack ?? .zero)
    }

    var needs: [FactKinds] { [of.need] + (elsewhere == nil ? [] : [.missing]) + (condition?.needs ?? []) }

    /// The least number with which it can hold.
    private var least: Int { min(steps[0], withMissingBetween ?? .max, ifKnown?.reaches ?? .max) }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        let area = elsewhere.map { Elsewhere(afterReturn: $0, &context) }
        if let area, area.isNever { return [] }
        let counted = counted(area, &context)
        guard group != nil else { return states(of: counted, area, &context) }
        return byAbsentAgency(counted, context).flatMap { name, moments in
            states(of: moments, area, &context).map { state in
                var state = state
                state.key = "absent \(name) \(state.key)"
                state.measures.append(Measure("agency", .text(name)))
                return state
            }
        }
    }

    /// Returns the states of moments that count, in order.
    private func states(of counted: [Moment], _ area: Elsewhere?, _ context: inout EvaluationContext)
        -> [CandidateFinding]
    {
        guard counted.count >= least else { return [] }
        let lengthening = longer.map { context.indices(of: $0.any) } ?? []
        let away = withMissingBetween == nil ? [] : context.absences.all.filter { $0.isMissing && $0.isReported }
        let isInOrder = counted.isInOrder
        var senders = DistinctSenders()
        var builder = EpisodeBuilder(quiet: quiet)
        for last in counted.indices {
            let at = counted[last].at
            let window = window(at, lengthening, context)
            if distinct != .fact { senders.add(counted[last], distinct, &context) }
            let first = counted[...last].first(from: at - window.milliseconds, isInOrder: isInOrder)
            func number(within span: Span) -> Int {
                if distinct != .fact { return senders.count(from: at - span.milliseconds) }
                return last + 1 - counted[...last].first(from: at - span.milliseconds, isInOrder: isInOrder)
            }
            let count = number(within: window)
            let between = missing(away, from: counted[first].at, to: at, count)
            let reached = steps.count { $0 <= count }
            let isMetAsKnown =
                reached == 0 && (ifKnown.map { number(within: $0.within) >= $0.reaches } ?? false)
                && context.known.isKnown(before: at)
            guard reached > 0 || isMetAsKnown || !between.isEmpty else { continue }
            builder.hold(at: at, depth: depth(count, reached), severity: severity) { candidate in
                let report = area?.report(around: counted[last], context).map { [$0] } ?? []
                candidate.evidence = Set(counted[first...last].flatMap(\.indices) + between.map(\.report) + report)
                    .sorted()
                candidate.others = counted[first...last].flatMap(\.others)
                candidate.measures = measures(count, window, between.count, isMetAsKnown)
            }
        }
        return builder.keyed
    }

    /// Each further sector and agency deepens a state; of facts, each step does.
    private func depth(_ count: Int, _ reached: Int) -> Int {
        if distinct != .fact { return count }
        return group == nil ? reached + 1 : reached
    }

    /// Returns the moments that count: each once, and only while the condition holds.
    func counted(_ area: Elsewhere?, _ context: inout EvaluationContext) -> [Moment] {
        var counted = of.moments(&context)
        if let each { counted = CountPattern.distinct(counted, by: each, context) }
        if let area { counted = counted.filter { area.contains($0, &context) } }
        if let apart { counted = CountPattern.distinct(counted, apart: apart, context) }
        guard let condition else { return counted }
        return counted.filter { condition.holds(at: $0.at, line: $0.indices.last, &context) }
    }

    private func window(_ at: Int64, _ lengthening: [Int], _ context: EvaluationContext) -> Span {
        guard let longer else { return within }
        let isLonger = context.holdsAny(lengthening, from: at - longer.within.milliseconds, through: at)
        return isLonger ? longer.within : within
    }

    /// Returns the moments without repetitions: facts of one agency with the same reference are one.
    private static func distinct(_ found: [Moment], by each: FieldName, _ context: EvaluationContext) -> [Moment] {
        guard found.count > 1 else { return found }
        var seen: [String: Set<UInt16>] = [:]
        return found.filter { moment in
            guard let index = moment.indices.first, let value = context.facts.value(each, at: index) else {
                return true
            }
            return seen[value, default: []].insert(context.facts[index].agency).inserted
        }
    }

    /// Returns the moments without those that an agency told so soon after one that counts: one call is often written
    /// down twice.
    private static func distinct(_ found: [Moment], apart: Span, _ context: EvaluationContext) -> [Moment] {
        var last: [UInt16: Int64] = [:]
        return found.filter { moment in
            guard let index = moment.indices.first else { return true }
            let agency = context.facts[index].agency
            if let before = last[agency], moment.at - before < apart.milliseconds { return false }
            last[agency] = moment.at
            return true
        }
    }

    /// Returns the missing episodes between the first and the last, where so few facts are enough.
    private func missing(_ away: [Absence], from: Int64, to until: Int64, _ count: Int) -> ArraySlice<Absence> {
        guard let withMissingBetween, count >= withMissingBetween else { return [] }
        let first = away.partitioningIndex { $0.startEarliest > from }
        return away[first..<max(first, away.partitioningIndex { $0.startEarliest >= until })]
    }
}
