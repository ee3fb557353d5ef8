import SafeguardingModel
import StrictYAML

/// Conditions on the child, or on the fact itself, at the moment at which something happens. All of them must hold.
///
/// ```yaml
/// while:
///   known: true                        # to the CSE system, before the moment
///   youngerThan: 16                    # in years; ofAge: 13 is the other bound
///   missing: true                      # certainly missing at the moment
///   missingWithin: 72 h                # missing, or missing no longer ago
///   wentMissing: { times: 3, within: 90 d }
///   status: [looked-after]             # one of these stands
///   placed: residential                # or: out of area, anywhere, nowhere
///   had: { any: [nrm.referred], within: 90 d }
///   is: [{ missing.graded: { grade: none } }]     # the fact itself is one of these
///   partnerOlderBy: 4                  # years, where the fact gives a partner's age
///   seenLastBefore: 4 h                # the report came so long after the child was last seen
///   hourKnown: true                    # the source knows more than the day
///   any: [{ known: true }, { missing: true }]
///   not: { known: true }
/// ```
struct Condition: Sendable {
    indirect enum Test: Sendable {
        case known(Bool)
        case youngerThan(Int)
        case ofAge(Int)
        case missing(Bool)
        case missingWithin(Span)
        case wentMissing(times: Int, within: Span)
        case status([String])
        case placed(Placed)
        case had(FactSelection, within: Span)
        case fact(FactSelection)
        case partnerOlderBy(Int)
        case seenLastBefore(Span)
        case hourKnown(Bool)
        case any([Condition])
        case not(Condition)
    }

    enum Placed: String, CaseIterable, Sendable {
        case anywhere
        case nowhere
        case residential
        case outOfArea = "out of area"
    }

    var tests: [Test]

    static let keys = [
        "known", "youngerThan", "ofAge", "missing", "missingWithin", "wentMissing", "status", "placed", "had", "is",
        "partnerOlderBy",
        "seenLastBefore", "hourKnown", "any", "not",
    ]

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        tests = []
        for entry in try node.mapping(of: Condition.keys).entries {
            tests.append(try Condition.test(entry.key, entry.value, &reading))
        }
        guard !tests.isEmpty else { throw node.fault("expected at least one condition") }
    }

    private static func test(
        _ key: String,
        _ node: YAMLNode,
        _ reading: inout PatternReading
    ) throws(YAMLError) -> Test {
        switch key {
        case "known": return .known(try node.bool())
        case "youngerThan": return .youngerThan(try node.integer(in: 1...25))
        case "ofAge": return .ofAge(try node.integer(in: 1...25))
        case "missing": return .missing(try node.bool())
        case "missingWithin": return .missingWithin(try node.window())
        case "wentMissing":
            let mapping = try node.mapping(of: ["times", "within"])
            let times = try mapping.required("times").integer(in: 1...1_000)
            return .wentMissing(times: times, within: try mapping.required("within").window())
        case "status": return .status(try node.strings())
        case "placed": return .placed(try node.choice(Placed.self))
        case "had":
            let mapping = try node.mapping(of: ["any", "within"])
            let selection = try reading.selection(mapping.required("any"))
            return .had(selection, within: try mapping.required("within").window())
        case "is": return .fact(try reading.selection(node))
        case "partnerOlderBy": return .partnerOlderBy(try node.integer(in: 1...80))
        case "seenLastBefore": return .seenLastBefore(try node.window())
        case "hourKnown": return .hourKnown(try node.bool())
        case "not": return .not(try Condition(node, &reading))
        default:
            var conditions: [Condition] = []
            for item in try node.list() { conditions.append(try Condition(item, &reading)) }
            return .any(conditions)
        }
    }
}

extension Condition {
    var triggers: Triggers { tests.reduce(Triggers()) { $0.union($1.triggers) } }
    var lookBack: Span { tests.map(\.lookBack).max() ?? .zero }

    /// Sets of sorts of facts. Without a fact of each set, the condition cannot hold at any time.
    var needs: [FactKinds] { tests.compactMap(\.need) }

    /// Whether it can hold at any time at all: a cheap test before a pattern reads all facts.
    func mightHold(_ context: inout EvaluationContext) -> Bool {
        for test in tests where !test.mightHold(&context) { return false }
        return true
    }

    /// Whether all of it holds at an instant; `line` is the index of the fact at hand, where there is one.
    func holds(at instant: Int64, line: Int?, _ context: inout EvaluationContext) -> Bool {
        for test in tests where !test.holds(at: instant, line, &context) { return false }
        return true
    }
}

extension Condition.Test {
    var triggers: Triggers {
        switch self {
        case .known: Triggers(kinds: Triggers.known)
        case .missing, .missingWithin, .wentMissing: Triggers(kinds: Triggers.absences)
        case .status: Triggers(kinds: [.statusStarted, .statusEnded])
        case .placed: Triggers(kinds: Triggers.placements)
        case .had(let selection, _), .fact(let selection): Triggers(kinds: selection.kinds)
        case .any(let conditions): conditions.reduce(Triggers()) { $0.union($1.triggers) }
        case .not(let condition): condition.triggers
        case .youngerThan, .ofAge, .partnerOlderBy, .seenLastBefore, .hourKnown: Triggers()
        }
    }

    var lookBack: Span {
        switch self {
        case .missingWithin(let span): span + .days(30)
        case .missing: .days(30)
        case .had(_, let span), .wentMissing(_, let span): span
        case .any(let conditions): conditions.map(\.lookBack).max() ?? .zero
        case .not(let condition): condition.lookBack
        default: .zero
        }
    }

    fileprivate var need: FactKinds? {
        switch self {
        case .known(true): .known
        case .missing(true), .missingWithin, .wentMissing: .missing
        case .status: FactKinds(.statusStarted)
        case .placed(let placed): placed == .nowhere ? nil : .placed
        case .had(let selection, _), .fact(let selection): FactKinds(selection)
        case .any(let conditions):
            // If one alternative needs no facts, the needs of the others do not matter.
            conditions.allSatisfy { !$0.needs.isEmpty } ? conditions.reduce(FactKinds()) { $0.union($1.needs[0]) } : nil
        default: nil
        }
    }

    fileprivate func mightHold(_ context: inout EvaluationContext) -> Bool {
        switch self {
        case .known(true): !context.known.isNever
        case .wentMissing(let times, _): context.absences.all.count >= times
        case .any(let conditions): conditions.contains { $0.mightHold(&context) }
        default: true
        }
    }

    fileprivate func holds(at instant: Int64, _ line: Int?, _ context: inout EvaluationContext) -> Bool {
        switch self {
        case .known(let wanted): context.known.isKnown(before: instant) == wanted
        case .youngerThan(let years): context.age(at: instant).map { $0 < years } ?? false
        case .ofAge(let years): context.age(at: instant).map { $0 >= years } ?? false
        case .missing(let wanted): context.absences.isMissing(from: instant, through: instant) == wanted
        case .missingWithin(let span): context.absences.wasMissing(from: instant - span.milliseconds, through: instant)
        case .wentMissing(let times, let span):
            context.absences.timesMissing(from: instant - span.milliseconds, through: instant) >= times
        case .status(let words): context.hasStatus(words, at: instant)
        case .placed(let placed): context.isPlaced(placed, at: instant)
        case .had(let selection, let span):
            context.holdsAny(context.indices(of: selection), from: instant - span.milliseconds, through: instant)
        case .fact(let selection): line.map { selection.contains(context.facts[$0], context) } ?? false
        case .partnerOlderBy(let years): line.map { context.partnerIsOlder(by: years, context.facts[$0]) } ?? false
        case .seenLastBefore(let span): line.map { context.isSeenLast(span, before: context.facts[$0]) } ?? false
        case .hourKnown(let wanted): line.map { context.facts[$0].isDayOnly != wanted } ?? wanted
        case .any(let conditions): conditions.contains { $0.holds(at: instant, line: line, &context) }
        case .not(let condition): !condition.holds(at: instant, line: line, &context)
        }
    }
}

extension EvaluationContext {
    /// Whether one of these statuses had begun and not ended; a status that began at the instant itself counts.
    fileprivate mutating func hasStatus(_ words: [String], at instant: Int64) -> Bool {
        words.contains { statuses[$0, at: instant] }
    }

    fileprivate mutating func isPlaced(_ placed: Condition.Placed, at instant: Int64) -> Bool {
        let placement = placements.placement(at: instant)
        switch placed {
        case .anywhere: return placement != nil
        case .nowhere: return placement == nil
        case .outOfArea: return placement?.isOutOfArea ?? false
        case .residential: return placement.map { isResidential(facts[$0.line]) } ?? false
        }
    }

    private static let homes = ["childrens-home", "children's home", "residential", "k2", "h5"]

    /// Whether a placement is residential: a children's home sent it, or the placement's kind says so.
    private func isResidential(_ line: ChronologyFact) -> Bool {
        sectorName(of: line) == .residential
            || line.value(.kind).map { EvaluationContext.homes.contains($0.lowercased()) } ?? false
    }

    fileprivate func partnerIsOlder(by years: Int, _ line: ChronologyFact) -> Bool {
        guard let partner = line.value(.partnerAge).flatMap({ Int($0) }), let own = age(at: line.at) else {
            return false
        }
        return partner - own >= years
    }

    /// Whether so long had passed since the child was last seen; false where either time is known to the day only.
    fileprivate func isSeenLast(_ span: Span, before line: ChronologyFact) -> Bool {
        guard !line.isDayOnly, let seen = line.value(.lastSeen).flatMap({ Instant(rfc3339: $0) }) else { return false }
        return line.at - seen.milliseconds > span.milliseconds
    }
}
