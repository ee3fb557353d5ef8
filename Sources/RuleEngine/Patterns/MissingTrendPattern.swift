import SafeguardingModel
import StrictYAML

/// `missingTrend`: going missing more often, for longer, or overnight, measured against the child's own past.
///
/// ```yaml
/// missingTrend:
///   count: { reaches: [3, 6, 12, 24], within: 90 d }
///   faster: { atLeast: 3, within: 30 d, times: 2, thanIn: 90 d }   # twice the rate of the ninety days before
///   longer: { times: 3, within: 90 d }                             # each of three longer than the one before
///   firstNight: { past: "00:00", notIn: 365 d }                    # the first in a year that passes midnight
///   ifKnown: high
///   quiet: 90 d
/// ```
struct MissingTrendPattern: Pattern {
    static let word = "missingTrend"

    let steps: [Int]
    let within: Span
    let faster: (atLeast: Int, within: Span, times: Int, before: Span)?
    let longer: (times: Int, within: Span)?
    let night: (clock: Int, notIn: Span)?
    let quiet: Span
    let severity: Severity
    let ifKnown: Severity?

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["count", "faster", "longer", "firstNight", "ifKnown", "quiet"])
        let count = try mapping.required("count").mapping(of: ["reaches", "within"])
        steps = try count.required("reaches").steps()
        within = try count.required("within").window()
        faster = try mapping["faster"].map(MissingTrendPattern.faster)
        longer = try mapping["longer"].map(MissingTrendPattern.longer)
        night = try mapping["firstNight"].map(MissingTrendPattern.night)
        ifKnown = try mapping["ifKnown"]?.choice(Severity.self)
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    private static func faster(
        _ node: YAMLNode
    ) throws(YAMLError) -> (atLeast: Int, within: Span, times: Int, before: Span) {
        let inner = try node.mapping(of: ["atLeast", "within", "times", "thanIn"])
        return (
            try inner.required("atLeast").integer(in: 1...1_000), try inner.required("within").window(),
            try inner.required("times").integer(in: 1...100), try inner.required("thanIn").window()
        )
    }

    private static func longer(_ node: YAMLNode) throws(YAMLError) -> (times: Int, within: Span) {
        let inner = try node.mapping(of: ["times", "within"])
        return (try inner.required("times").integer(in: 2...100), try inner.required("within").window())
    }

    private static func night(_ node: YAMLNode) throws(YAMLError) -> (clock: Int, notIn: Span) {
        let inner = try node.mapping(of: ["past", "notIn"])
        return (try inner.required("past").clockTime(), try inner.required("notIn").window())
    }

    var triggers: Triggers { Triggers(kinds: Triggers.absences + (ifKnown == nil ? [] : Triggers.known)) }

    var lookBack: Span {
        max(within, longer?.within ?? .zero, night?.notIn ?? .zero, faster.map { $0.within + $0.before } ?? .zero)
    }

    var needs: [FactKinds] { [.missing] }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        let known = context.absences.all
        let numbers = known.indices.filter { known[$0].isMissing && known[$0].isReported }
        guard !numbers.isEmpty else { return [] }
        let all = numbers.map { known[$0] }
        // An absence reported as with a relative, and ended with them a few hours later, does not show a worsening.
        let often = all.indices.filter { !context.isWithRelative(numbers[$0]) }
        var met: [Sign] = []
        for rank in often.indices { met += counted(all, often[...rank]) }
        for place in all.indices {
            met += grown(all, place, &context)
        }
        met += nights(all, &context)
        met.sort { ($0.at, $0.bit) < ($1.at, $1.bit) }
        return states(of: met, all, &context)
    }

    /// One condition met at one moment. The bits of one state add up to its depth.
    struct Sign {
        var at: Int64
        var bit: UInt64
        var absence: Int
        var name: String
        var value: Int
    }

    /// Returns the signs by number of absences, up to the last of those that count.
    private func counted(_ all: [Absence], _ often: ArraySlice<Int>) -> [Sign] {
        guard let place = often.last else { return [] }
        var signs: [Sign] = []
        let at = all[place].startEarliest
        func begun(from instant: Int64) -> Int { often.partitioningIndex { all[$0].startEarliest >= instant } }
        let count = often.endIndex - begun(from: at - within.milliseconds)
        for (number, step) in steps.enumerated() where count >= step {
            signs.append(Sign(at: at, bit: 8 << UInt64(number), absence: place, name: "count", value: count))
        }
        guard let faster else { return signs }
        let first = begun(from: at - faster.within.milliseconds + 1)
        let recent = often.endIndex - first
        let prior = first - begun(from: at - faster.within.milliseconds - faster.before.milliseconds + 1)
        let isFaster =
            Int64(recent) * faster.before.milliseconds
            >= Int64(faster.times) * Int64(prior) * faster.within.milliseconds
        if recent >= faster.atLeast, prior > 0, isFaster {
            signs.append(Sign(at: at, bit: 1, absence: place, name: "faster", value: recent))
        }
        return signs
    }

    /// Returns a sign where each absence is certainly longer than the one before it.
    private func grown(_ all: [Absence], _ place: Int, _ context: inout EvaluationContext) -> [Sign] {
        guard let longer, place >= longer.times - 1 else { return [] }
        let first = place - longer.times + 1
        guard all[first].startEarliest >= all[place].startEarliest - longer.within.milliseconds else { return [] }
        for earlier in first..<(place - 1) {
            guard let length = all[earlier].longestLength, let next = all[earlier + 1].certainLength, next > length
            else { return [] }
        }
        guard let before = all[place - 1].longestLength else { return [] }
        let at = all[place].startLatest + before + 1
        guard all[place].endEarliest >= at, context.hasCome(at) else { return [] }
        return [Sign(at: at, bit: 2, absence: place, name: "longer", value: longer.times)]
    }

    /// Returns a sign for each absence that certainly lasts past the hour, if no other did in the time before.
    private func nights(_ all: [Absence], _ context: inout EvaluationContext) -> [Sign] {
        guard let night else { return [] }
        var last: Int64?
        var signs: [Sign] = []
        for place in all.indices {
            let at = context.nextClock(night.clock, after: all[place].startLatest)
            guard all[place].endEarliest > at, context.hasCome(at) else { continue }
            if last.map({ at - $0 > night.notIn.milliseconds }) ?? true {
                signs.append(Sign(at: at, bit: 4, absence: place, name: "night", value: 1))
            }
            last = at
        }
        return signs
    }

    private func states(of signs: [Sign], _ all: [Absence], _ context: inout EvaluationContext) -> [CandidateFinding] {
        var builder = EpisodeBuilder(quiet: quiet)
        var held: UInt64 = 0
        var last: Int64?
        for (place, sign) in signs.enumerated() {
            if let last, sign.at - last > quiet.milliseconds { held = 0 }
            held |= sign.bit
            last = sign.at
            let level =
                ifKnown.map { context.known.isKnown(before: sign.at) ? max($0, severity) : severity } ?? severity
            builder.hold(at: sign.at, depth: held.nonzeroBitCount, severity: level) { candidate in
                fill(&candidate, sign, signs[...place], held, all, context)
                if level > severity { candidate.measures.append(Measure("known", .count(1))) }
            }
        }
        return builder.keyed
    }

    private func fill(
        _ candidate: inout CandidateFinding,
        _ sign: Sign,
        _ signs: ArraySlice<Sign>,
        _ held: UInt64,
        _ all: [Absence],
        _ context: EvaluationContext
    ) {
        let from = sign.at - max(within, longer?.within ?? .zero).milliseconds
        let meant = all[...max(sign.absence, signs.map(\.absence).max() ?? 0)].filter { $0.startEarliest >= from }
        let found = meant.compactMap(\.found).filter { context.facts[$0].at <= sign.at }
        candidate.evidence = Set(meant.map(\.report) + found).sorted()
        candidate.measures = [Self.mark, Measure("count", .count(meant.count)), Measure("within", .span(within))]
        for (bit, name) in [(UInt64(1), "faster"), (2, "longer"), (4, "night")] where held & bit != 0 {
            candidate.measures.append(Measure(name, .count(1)))
        }
        if held >= 8 { candidate.measures.append(Measure("often", .count(1))) }
    }
}

extension EvaluationContext {
    /// Returns the next instant at which local clocks show this time of day.
    func nextClock(_ secondsAfterMidnight: Int, after instant: Int64) -> Int64 {
        var day = zone.day(of: Instant(milliseconds: instant))
        while true {
            let at = zone.instant(day, secondsAfterMidnight: secondsAfterMidnight).milliseconds
            if at > instant { return at }
            day = day.advanced(by: 1)
        }
    }
}

extension MissingTrendPattern {
    static var placeholders: [String] { ["count", "within", "last"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        var values = ["count": "\(finding.count("count") ?? 0)", "within": RuleWords.period(within)]
        values["last"] = explained.facts.last { $0.kind == .missingReported }.map(explained.when)
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        if finding.count("count") == 1 {
            return HeadlineTemplate(
                "Missing past midnight for the first time in \(night.map { RuleWords.length($0.notIn) } ?? "a year")[ (since {last})]"
            )
        }
        let signs = [
            finding.has("faster") ? "more often" : nil, finding.has("longer") ? "longer each time" : nil,
            finding.has("night") ? "now overnight" : nil,
        ].compactMap(\.self)
        let how = signs.isEmpty ? "" : ": \(signs.joined(separator: ", "))"
        return HeadlineTemplate("Missing {count} times in {within}\(how)[ (last {last})]")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        var reasons: [String] = []
        if finding.has("often") {
            let steps = Wording.list(steps.map(String.init))
            let count = Wording.count(finding.count("count") ?? 0, "missing episode", "missing episodes")
            reasons.append("\(count) in \(RuleWords.length(within)) (alert at \(steps)).")
        }
        if finding.has("faster"), let faster {
            reasons.append(
                "In \(RuleWords.length(faster.within)) at least \(faster.times) times as often as in the \(RuleWords.length(faster.before)) before."
            )
        }
        if finding.has("longer"), let longer {
            reasons.append("Each of \(longer.times) episodes lasted longer than the one before.")
        }
        if finding.has("night"), let night {
            reasons.append("Still missing past midnight, for the first time in \(RuleWords.length(night.notIn)).")
        }
        if finding.has("known") {
            reasons.append("More urgent because {child} was already known to the CSE team.")
        }
        return reasons + explained.dated([.missingReported, .missingFound])
    }

    var requirements: [Requirement] { [.happening(.missing)] }

    func unmet(_ context: inout EvaluationContext) -> String {
        let count = context.absences.all.count {
            $0.isMissing && $0.isReported && $0.startEarliest >= context.now - within.milliseconds
        }
        return
            "\(Wording.capitalised(Wording.count(count, "missing episode", "missing episodes"))) in the last \(RuleWords.length(within)), none overnight or growing; the rule asks for \(steps[0])."
    }
}
