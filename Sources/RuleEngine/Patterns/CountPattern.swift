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
/// ```
struct CountPattern: Pattern {
    static let word = "count"

    let of: Pick
    let each: FieldName?
    let steps: [Int]
    let within: Span
    let longer: (any: Pick, within: Span)?
    let withMissingBetween: Int?
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let keys = ["of", "each", "reaches", "within", "longerAfter", "orWithMissingBetween"]
        let mapping = try node.mapping(of: keys)
        of = try reading.pick(mapping.required("of"))
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
        severity = reading.severity
    }

    var interest: Interest {
        Interest(kinds: of.kinds + (longer?.any.kinds ?? []) + (withMissingBetween == nil ? [] : Interest.absences))
    }

    var lookBack: Span { of.kinds.allSatisfy(\.isState) ? .zero : longest }

    private var longest: Span { longer?.within ?? within }

    func drafts(_ look: inout Look) -> [Draft] {
        let counted = distinct(of.lines(look), look)
        guard counted.count >= withMissingBetween ?? steps[0] else { return [] }
        let lengthening = longer.map { $0.any.lines(look) } ?? []
        var spells = Spells(quiet: longest)
        for last in counted.indices {
            let at = look.lines[counted[last]].at
            let window = window(at, lengthening, look)
            let first = counted[...last].firstIndex { look.lines[$0].at >= at - window.milliseconds } ?? last
            let count = last - first + 1
            let between = missing(from: counted[first], to: counted[last], count, &look)
            let reached = steps.count { $0 <= count }
            let depth = reached > 0 ? reached + 1 : between.isEmpty ? 0 : 1
            guard depth > 0 else { continue }
            spells.hold(at: at, depth: depth, severity: severity) { draft in
                draft.lines = (counted[first...last] + between).sorted()
                draft.measures = [
                    Self.mark, Measure("count", .count(count)), Measure("within", .span(window)),
                    Measure("missing", .count(between.count)),
                ]
            }
        }
        return spells.keyed
    }

    private func window(_ at: Int64, _ lengthening: [Int], _ look: Look) -> Span {
        guard let longer else { return within }
        let isLonger = lengthening.contains { (at - longer.within.milliseconds...at).contains(look.lines[$0].at) }
        return isLonger ? longer.within : within
    }

    /// Lines of one agency with the same reference, told twice, are one.
    private func distinct(_ found: [Int], _ look: Look) -> [Int] {
        guard let each, found.count > 1 else { return found }
        var kept: [Int] = []
        for index in found {
            let line = look.lines[index]
            let value = line.value(each)
            let isKnown =
                value != nil
                && kept.contains {
                    look.lines[$0].agency == line.agency && look.lines[$0].value(each) == value
                }
            if !isKnown { kept.append(index) }
        }
        return kept
    }

    /// The reports of missing episodes between the first and the last, where so few are enough.
    private func missing(from first: Int, to last: Int, _ count: Int, _ look: inout Look) -> [Int] {
        guard let withMissingBetween, count >= withMissingBetween else { return [] }
        let (from, until) = (look.lines[first].at, look.lines[last].at)
        return look.absences.all.filter {
            $0.isMissing && $0.isReported && $0.startEarliest > from && $0.startEarliest < until
        }.map(\.report)
    }
}
