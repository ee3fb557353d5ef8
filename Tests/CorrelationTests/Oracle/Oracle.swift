import RuleEngine
import SafeguardingModel
import StrictYAML

/// What the rules mean, written down a second time and as plainly as possible: the judge of the judge.
///
/// No index, no memory, no increment: every question reads all facts again. A new pattern adds its plain meaning to
/// ``meanings``; until then its rules are listed as ``uncovered`` and are not compared.
struct Oracle: Sendable {
    typealias Meaning = @Sendable (PlainChild, PlainNode) -> [PlainState]

    /// Of every pattern its word, the parameters that this oracle understands, and what it means.
    static let meanings: [String: (parameters: [String], meaning: Meaning)] = [
        "count": (["of", "each", "reaches", "within", "longerAfter", "orWithMissingBetween"], { $0.count($1) }),
        "sectors": (["of", "atLeast", "within", "ifKnown", "quiet"], { $0.sectors($1) }),
        "together": (["all", "within", "quiet"], { $0.together($1) }),
        "sequence": (["first", "then", "within", "quiet"], { $0.sequence($1) }),
        "contact": (
            ["how", "whileMissing", "orders", "exceptOrders", "lookBack", "quiet", "sharedByMoreThan"],
            { $0.contact($1) }
        ),
        "foundAgain": (["times", "within", "sharedByMoreThan"], { $0.foundAgain($1) }),
        "missingTrend": (["count", "faster", "longer", "firstNight", "ifKnown", "quiet"], { $0.missingTrend($1) }),
        "stillMissing": (["outOfArea", "knownOrYoungerThan", "steps"], { $0.stillMissing($1) }),
        "overdue": (["since", "matching", "unless", "orBefore", "steps", "together"], { $0.overdue($1) }),
    ]

    private let rules: [(name: String, branches: [PlainNode])]
    /// The files of the rules that it understands.
    let covered: [SiteConfiguration.TextFile]
    let uncovered: [String]
    let calendar: WorkingCalendar

    init(rules files: [SiteConfiguration.TextFile], calendar: WorkingCalendar) throws {
        var rules: [(name: String, branches: [PlainNode])] = []
        var covered: [SiteConfiguration.TextFile] = []
        var uncovered: [String] = []
        for file in files {
            let rule = try PlainNode(YAMLNode(parsing: file.text, file: file.name))
            guard rule.text("status") != "retired" else { continue }
            let when = rule["when"]
            let branches = (when["any"].exists ? when["any"].items : [when]).map { $0.under(rule.severity) }
            let isCovered = Set(rule.keys).isSubset(of: Oracle.known) && branches.allSatisfy(Oracle.understands)
            guard isCovered else {
                uncovered.append(rule.text("rule"))
                continue
            }
            rules.append((rule.text("rule"), branches))
            covered.append(file)
        }
        self.rules = rules
        self.covered = covered
        self.uncovered = uncovered
        self.calendar = calendar
    }

    /// What may stand beside `when` and changes nothing of what the rule means.
    private static let known: Set = [
        "rule", "version", "status", "title", "severity", "tell", "why", "source", "mistakenWhen", "ask", "when",
        "examples",
    ]

    private static func understands(_ branch: PlainNode) -> Bool {
        let pattern = branch[branch.word]
        guard let parameters = meanings[branch.word]?.parameters, Set(pattern.keys).isSubset(of: parameters) else {
            return false
        }
        let steps = ["after", "severity", "ifKnown", "onlyIfKnown", "orPast", "by"]
        let selections =
            ["of", "first", "then", "unless", "since"].map { pattern[$0] } + [pattern["longerAfter"]["any"]]
        return (selections + pattern["all"].items).allSatisfy(\.isUnderstood)
            && pattern["steps"].items.allSatisfy { Set($0.keys).isSubset(of: steps) }
    }

    /// Every state that stands at a moment, given all that agencies told so far and which records are one child.
    func states(_ told: [Story.Told], children: [ChildID: [RecordKey]], now: Instant) -> [PlainState] {
        let facts = PlainFact.standing(told, children).filter { $0.at <= now.milliseconds }
        return children.flatMap { id, records in
            let born = born(records, told)
            let child = PlainChild(id: id, world: facts, now: now.milliseconds, born: born, calendar)
            return rules.flatMap { rule in
                rule.branches.flatMap { branch in
                    let states = Oracle.meanings[branch.word]?.meaning(
                        child,
                        branch[branch.word].under(branch.severity)
                    )
                    return (states ?? []).map { $0.named(rule.name, id) }
                }
            }
        }
    }

    /// The birth date that most records give, of several the latest.
    private func born(_ records: [RecordKey], _ told: [Story.Told]) -> CivilDay? {
        let dates = records.compactMap { record in
            told.filter { $0.agency == record.agency && $0.event.subject == record.subject }
                .compactMap { $0.event.child?.born }.max()
        }
        return dates.max { left, right in
            (dates.count { $0 == left }, left) < (dates.count { $0 == right }, right)
        }
    }
}

/// A state that a rule says stands: what must come out equal.
struct PlainState: Hashable {
    var rule = ""
    var child = ChildID(rawValue: "")
    var from: Int64
    var depth: Int
    var severity: Severity
    /// The ids of the events that carry it, in order of occurrence.
    var evidence: [String]

    func named(_ rule: String, _ child: ChildID) -> PlainState {
        var state = self
        (state.rule, state.child) = (rule, child)
        return state
    }
}

/// A moment at which a condition holds, how deeply, and what carries it.
struct PlainMoment {
    var at: Int64
    var depth: Int
    var severity: Severity
    var evidence: [PlainFact]

    /// A state begins where the condition had not held for `quiet`; it says anew what carries it when it deepens.
    static func states(_ moments: [PlainMoment], quiet: Int64) -> [PlainState] {
        var states: [PlainState] = []
        var last = Int64.min / 2
        for moment in moments {
            let evidence = PlainFact.ids(moment.evidence)
            if moment.at - last > quiet {
                states.append(
                    .init(from: moment.at, depth: moment.depth, severity: moment.severity, evidence: evidence)
                )
            } else if var state = states.popLast() {
                if moment.depth > state.depth || moment.severity > state.severity { state.evidence = evidence }
                state.depth = max(state.depth, moment.depth)
                state.severity = max(state.severity, moment.severity)
                states.append(state)
            }
            last = moment.at
        }
        return states
    }
}
