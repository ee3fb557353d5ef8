import SafeguardingModel
import StrictYAML

/// `count`: so many facts of some sort within a time, and again at each further step.
///
/// ```yaml
/// count:
///   of: [referral.made]
///   each: referral                  # one agency's facts with the same reference count once
///   reaches: [3, 5, 8]
///   within: 365 d
///   longerAfter: { any: [disclosure.made], within: 730 d }
///   orWithMissingBetween: 2         # so few are enough if the child went missing in between
///   while: { known: true }          # only what happens while this holds
///   quiet: 90 d                     # after so long without it, the next time is a new alert
/// ```
struct CountPattern: Pattern {
    static let word = "count"

    let of: Occurrences
    let each: FieldName?
    let steps: [Int]
    let within: Span
    let longer: (any: FactSelection, within: Span)?
    let withMissingBetween: Int?
    let condition: Condition?
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let keys = ["of", "each", "reaches", "within", "longerAfter", "orWithMissingBetween", "while", "quiet"]
        let mapping = try node.mapping(of: keys)
        of = try Occurrences(mapping.required("of"), &reading)
        each = try mapping["each"]?.choice(FieldName.self)
        steps = try mapping.required("reaches").steps()
        within = try mapping.required("within").window()
        if let node = mapping["longerAfter"] {
            let inner = try node.mapping(of: ["any", "within"])
            let span = try inner.required("within").window()
            guard span > within else { throw node.fault("'longerAfter' must be longer than 'within'") }
            longer = (try reading.pick(inner.required("any")), span)
        } else {
            longer = nil
        }
        withMissingBetween = try mapping["orWithMissingBetween"]?.integer(in: 2...1_000)
        if let fewer = withMissingBetween, let first = steps.first, fewer >= first {
            throw node.fault("'orWithMissingBetween' must be less than the first of 'reaches'")
        }
        condition = try mapping["while"].map { node throws(YAMLFault) in try Condition(node, &reading) }
        quiet = try mapping["quiet"]?.window() ?? longer?.within ?? within
        severity = reading.severity
    }

    var interest: Triggers {
        let own = Triggers(kinds: (longer?.any.kinds ?? []) + (withMissingBetween == nil ? [] : Triggers.absences))
        return own.union(of.interest).union(condition?.interest ?? Triggers())
    }

    var references: [String] { of.references }
    var lookBack: Span { max(of.isState ? .zero : longest, quiet) + (condition?.lookBack ?? .zero) }

    private var longest: Span { longer?.within ?? within }

    var needs: [FactKinds] { [of.need] + (condition?.needs ?? []) }

    func drafts(_ look: inout EvaluationContext) -> [CandidateFinding] {
        let counted = counted(&look)
        guard counted.count >= withMissingBetween ?? steps[0] else { return [] }
        let lengthening = longer.map { look.lines(of: $0.any) } ?? []
        let away = withMissingBetween == nil ? [] : look.absences.all.filter { $0.isMissing && $0.isReported }
        let isInOrder = counted.isInOrder
        var spells = EpisodeBuilder(quiet: quiet)
        for last in counted.indices {
            let at = counted[last].at
            let window = window(at, lengthening, look)
            let first = counted[...last].first(from: at - window.milliseconds, isInOrder: isInOrder)
            let count = last - first + 1
            let between = missing(away, from: counted[first].at, to: at, count)
            let reached = steps.count { $0 <= count }
            let depth = reached > 0 ? reached + 1 : between.isEmpty ? 0 : 1
            guard depth > 0 else { continue }
            spells.hold(at: at, depth: depth, severity: severity) { draft in
                draft.lines = Set(counted[first...last].flatMap(\.lines) + between.map(\.report)).sorted()
                draft.others = counted[first...last].flatMap(\.others)
                draft.measures = [
                    Self.mark, Measure("count", .count(count)), Measure("within", .span(window)),
                    Measure("missing", .count(between.count)),
                ]
            }
        }
        return spells.keyed
    }

    /// Returns the moments that count: each once, and only while the condition holds.
    func counted(_ look: inout EvaluationContext) -> [Moment] {
        var counted = of.moments(&look)
        if let each { counted = CountPattern.distinct(counted, by: each, look) }
        guard let condition else { return counted }
        return counted.filter { condition.holds(at: $0.at, line: $0.lines.last, &look) }
    }

    private func window(_ at: Int64, _ lengthening: [Int], _ look: EvaluationContext) -> Span {
        guard let longer else { return within }
        let isLonger = look.holdsAny(lengthening, from: at - longer.within.milliseconds, through: at)
        return isLonger ? longer.within : within
    }

    /// Returns the moments without repetitions: facts of one agency with the same reference are one.
    private static func distinct(_ found: [Moment], by each: FieldName, _ look: EvaluationContext) -> [Moment] {
        guard found.count > 1 else { return found }
        var seen: [String: Set<UInt16>] = [:]
        return found.filter { moment in
            guard let index = moment.lines.first, let value = look.lines.value(each, at: index) else { return true }
            return seen[value, default: []].insert(look.lines[index].agency).inserted
        }
    }

    /// Returns the missing episodes between the first and the last, where so few facts are enough.
    private func missing(_ away: [Absence], from: Int64, to until: Int64, _ count: Int) -> ArraySlice<Absence> {
        guard let withMissingBetween, count >= withMissingBetween else { return [] }
        let first = away.partitioningIndex { $0.startEarliest > from }
        return away[first..<max(first, away.partitioningIndex { $0.startEarliest >= until })]
    }
}
