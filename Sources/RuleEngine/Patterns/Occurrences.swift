import SafeguardingModel
import StrictYAML

/// Occurrences that a rule file can name: facts, or moments derived from facts.
///
/// ```yaml
/// of: [referral.made]                         # facts
/// of: missing                                 # the child goes missing: all reports of one absence are one
/// of: found                                   # a missing child is found
/// of: move                                    # a placement after another one
/// of: lowered                                 # a band below the one before, a panel left, a flag taken away
/// of: { rules: [contact-while-missing], atLeast: critical }    # another rule speaks
/// of: { oneOf: [missing, [disclosure.made]] }                  # any of these
/// ```
indirect enum Occurrences: Sendable {
    case facts(FactSelection)
    case missing
    case found
    case move
    case lowered
    case findings(of: [String], atLeast: Severity)
    case oneOf([Occurrences])

    static let words = ["missing", "found", "move", "lowered"]

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        switch node.content {
        case .scalar("missing", _): self = .missing
        case .scalar("found", _): self = .found
        case .scalar("move", _): self = .move
        case .scalar("lowered", _): self = .lowered
        case .mapping(let entries) where entries.contains { $0.key == "rules" }:
            let mapping = try node.mapping(of: ["rules", "atLeast"])
            let severity = try mapping["atLeast"]?.choice(Severity.self) ?? .low
            self = .findings(of: try mapping.required("rules").strings(), atLeast: severity)
        case .mapping(let entries) where entries.contains { $0.key == "oneOf" }:
            var all: [Occurrences] = []
            for item in try node.mapping(of: ["oneOf"]).required("oneOf").list() {
                all.append(try Occurrences(item, &reading))
            }
            guard all.count >= 2 else { throw node.fault("'oneOf' needs at least two") }
            self = .oneOf(all)
        default: self = .facts(try reading.selection(node))
        }
    }

    var triggers: Triggers {
        switch self {
        case .facts(let selection): Triggers(kinds: selection.kinds)
        case .missing, .found: Triggers(kinds: Triggers.absences)
        case .move: Triggers(kinds: Triggers.placements)
        case .lowered: Triggers(kinds: [.referralDecided, .panelRemoved, .statusEnded])
        case .findings: Triggers()
        case .oneOf(let all): all.reduce(Triggers()) { $0.union($1.triggers) }
        }
    }

    /// The rules to whose findings it refers.
    var references: [String] {
        switch self {
        case .findings(let rules, _): rules
        case .oneOf(let all): all.flatMap(\.references)
        default: []
        }
    }

    /// Whether it consists only of facts that are never forgotten.
    var isState: Bool {
        switch self {
        case .facts(let selection): selection.kinds.allSatisfy(\.isState)
        case .move: true
        default: false
        }
    }
}

extension Occurrences {
    /// The sorts of facts of which one must exist. Findings of other rules are checked rule by rule.
    var need: FactKinds {
        switch self {
        case .facts(let selection): FactKinds(selection)
        case .missing: .missing
        case .found: .found
        case .move: .placed
        case .lowered: FactKinds(.referralDecided, .panelRemoved, .statusEnded)
        case .findings: .anything
        case .oneOf(let all): all.reduce(FactKinds()) { $0.union($1.need) }
        }
    }
}

/// One moment at which something happens, and its evidence.
struct Moment {
    var at: Int64
    /// The last possible instant, in milliseconds, where a source knows only the day.
    var latest: Int64
    var indices: [Int]
    /// Facts that are not in the child's chronology: a register entry.
    var others: [ChronologyFact] = []
}

extension Occurrences {
    /// Returns the moments at which it happens, in order.
    func moments(_ context: inout EvaluationContext) -> [Moment] {
        switch self {
        case .facts(let selection): return selection.indices(context).map { Moment($0, context) }
        case .missing:
            return context.absences.all.filter { $0.isMissing && $0.isReported }.map {
                Moment(at: $0.startEarliest, latest: $0.startLatest, indices: [$0.report])
            }
        case .found:
            return context.absences.all.compactMap { $0.isMissing ? $0.found : nil }.map { Moment($0, context) }
        case .move: return context.moves.map { Moment($0, context) }
        case .lowered: return context.lowerings.map { Moment($0, context) }
        case .findings(let rules, let severity): return found(rules, severity, &context)
        case .oneOf(let all):
            var moments: [Moment] = []
            for happening in all { moments += happening.moments(&context) }
            return moments.sorted(by: Moment.isBefore)
        }
    }

    private func found(_ rules: [String], _ severity: Severity, _ context: inout EvaluationContext) -> [Moment] {
        var moments: [Moment] = []
        for rule in rules {
            for candidate in context.candidates(ofRule: rule) where candidate.severity >= severity {
                let at = candidate.enteredAt
                let indices = candidate.evidence.filter { context.facts[$0].at <= at }
                let others = candidate.others.filter { $0.at <= at }
                moments.append(Moment(at: at, latest: at, indices: indices, others: others))
            }
        }
        return moments.sorted(by: Moment.isBefore)
    }
}

extension RandomAccessCollection<Moment> where Index == Int {
    /// Returns the index of the first moment no earlier than an instant; the end index where there is none. Moments out
    /// of order, such as an earlier absence that is said to end after a later one, are searched one by one.
    func first(from instant: Int64, isInOrder: Bool) -> Int {
        isInOrder ? partitioningIndex { $0.at >= instant } : firstIndex { $0.at >= instant } ?? endIndex
    }

    var isInOrder: Bool { zip(self, dropFirst()).allSatisfy { $0.at <= $1.at } }
}

extension Moment {
    static func isBefore(_ left: Moment, _ right: Moment) -> Bool {
        let (one, other) = ((left.at, left.indices.first ?? -1), (right.at, right.indices.first ?? -1))
        guard one == other else { return one < other }
        // The same fact at the same moment, through different people: ordered by the facts about those people.
        let (those, these) = (
            left.others.sorted(by: ChronologyFact.isBefore), right.others.sorted(by: ChronologyFact.isBefore)
        )
        return those.lexicographicallyPrecedes(these, by: ChronologyFact.isBefore)
    }

    init(_ line: Int, _ context: EvaluationContext) {
        self.init(at: context.facts[line].at, latest: context.facts[line].latest, indices: [line])
    }
}

extension EvaluationContext {
    /// The indices of placements that follow another. Two agencies' reports of one placement within a week are one.
    var moves: [Int] {
        mutating get {
            var moves: [Int] = []
            var last: ChronologyFact?
            for placement in placements.all {
                let line = facts[placement.line]
                if let last, !isToldAgain(line, after: last) { moves.append(placement.line) }
                if last.map({ !isToldAgain(line, after: $0) }) ?? true { last = line }
            }
            return moves
        }
    }

    private func isToldAgain(_ line: ChronologyFact, after first: ChronologyFact) -> Bool {
        if line.agency == first.agency { return line.value(.placement) == first.value(.placement) }
        return line.at - first.at <= 7 * 86_400_000 && line.value(.hostAuthority) == first.value(.hostAuthority)
    }

    private static let bands = ["none", "low", "medium", "high"]

    /// The indices of facts that judge the risk to be less than before: a lower band, a panel left, a flag taken away.
    var lowerings: [Int] {
        var lowerings: [Int] = []
        var band: Int?
        for index in 0..<count {
            switch facts[index].kind {
            case .referralDecided:
                guard let now = facts[index].value(.band).flatMap(EvaluationContext.bands.firstIndex) else { continue }
                if let before = band, now < before { lowerings.append(index) }
                band = now
            case .panelRemoved: lowerings.append(index)
            case .statusEnded where facts[index].flags.contains(.flagEnds): lowerings.append(index)
            default: break
            }
        }
        return lowerings
    }
}
