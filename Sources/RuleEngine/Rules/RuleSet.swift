public import SafeguardingModel
public import StrictYAML

/// All rules of a site, read and checked, with their calendar and time zone. It is immutable, so each evaluation holds
/// it without a copy.
///
/// ```swift
/// let rules = try RuleSet(files: site.rules, calendar: site.calendar, zone: .london)
/// let failures = RuleExamples.failures(in: rules)
/// ```
public final class RuleSet: Sendable {
    /// In order of their names.
    public let rules: [Rule]
    let indices: [String: RuleIndex]
    public let calendar: WorkingCalendar
    /// Who a person is to a child, and what that means.
    public let relations: RelationOrder
    public let zone: Zone
    package let selectors: SelectorTable
    /// The indices of the rules that a fact of each kind may concern, by the kind's number.
    package let rulesByKind: [[RuleIndex]]
    /// The indices of the rules that any fact may concern which names a person, place or thing.
    package let rulesByLink: [RuleIndex]
    private let linkedRulesByKind: [[RuleIndex]]
    /// The indices of the rules about something that several children share.
    package let shared: [RuleIndex]
    /// The longest look-back of any rule, and at least 90 days.
    public let horizon: Span
    /// The greatest number of children with which a rule still takes a key for shared.
    package let mostSharing: Int
    /// The least number of children from which some rule ignores a shared key.
    let fewestSharing: Int

    /// Reads the rule files: a typing error anywhere is an error with file and line.
    public convenience init(
        files: [SiteConfiguration.TextFile],
        calendar: SiteConfiguration.TextFile? = nil,
        relations: SiteConfiguration.TextFile? = nil,
        zone: Zone = .london
    ) throws(YAMLError) {
        var reading = PatternReading(selectors: SelectorTable())
        var rules: [Rule] = []
        for file in files {
            let rule = try Rule(parsing: file, &reading)
            if let other = rules.first(where: { $0.name == rule.name }) {
                throw YAMLError(
                    file: file.name,
                    line: 1,
                    message: "the rule '\(rule.name)' stands in \(other.file) too"
                )
            }
            rules.append(rule)
        }
        let days = try calendar.map { file throws(YAMLError) in
            try WorkingCalendar(parsing: file.text, file: file.name)
        }
        let order = try relations.map { file throws(YAMLError) in
            try RelationOrder(parsing: file.text, file: file.name)
        }
        try self.init(
            rules: rules,
            selectors: reading.selectors,
            calendar: days ?? WorkingCalendar(),
            relations: order ?? .usual,
            zone: zone
        )
    }

    /// Creates a set of rules that have been read, in any order.
    init(
        rules: [Rule],
        selectors: SelectorTable,
        calendar: WorkingCalendar,
        relations: RelationOrder,
        zone: Zone
    ) throws(YAMLError) {
        if rules.count > 1 { try RuleNetwork.check(rules) }
        self.rules = rules.sorted { $0.name < $1.name }
        indices = Dictionary(self.rules.enumerated().map { ($1.name, RuleIndex($0)) }) { first, _ in first }
        self.selectors = selectors
        self.zone = zone
        self.calendar = calendar
        self.relations = relations
        let live = RuleSet.live(self.rules, about: .child)
        shared = RuleSet.live(self.rules, about: .shared)
        let network = RuleNetwork(self.rules)
        let triggers = network.triggers
        rulesByKind = EventKind.allCases.indices.map { kind in
            live.filter { triggers[Int($0.number)].kinds & (1 << UInt64(kind)) != 0 }
        }
        rulesByLink = live.filter { triggers[Int($0.number)].links }
        let byLink = Set(rulesByLink)
        linkedRulesByKind = rulesByKind.map { byLink.union($0).sorted() }
        fewestSharing = self.rules.flatMap(\.allBranches).compactMap(\.sharedByMoreThan).min() ?? .max
        mostSharing = self.rules.flatMap(\.allBranches).compactMap { ($0 as? SharedPattern)?.mostSharing }.max() ?? 0
        horizon = max(network.lookBack, .days(90))
    }

    /// A set without rules, as before the first configuration.
    public static let none = RuleSet()

    private init() {
        rules = []
        indices = [:]
        calendar = WorkingCalendar()
        relations = .usual
        zone = .london
        selectors = SelectorTable()
        rulesByKind = EventKind.allCases.map { _ in [] }
        rulesByLink = []
        linkedRulesByKind = rulesByKind
        fewestSharing = .max
        shared = []
        mostSharing = 0
        horizon = .days(90)
    }

    /// All conditions of all rules in one text: equal where two sets mean the same, with or without written defaults.
    public var meaning: String {
        let all = rules.map {
            "\($0.name) \($0.branches) \($0.escalations) \(String(describing: $0.suppression)) \($0.variants)"
        }
        return "\(selectors) \(all)"
    }

    /// The words for patterns in a rule file.
    public static var patternWords: [String] { Patterns.words }

    public func rule(named name: String) -> Rule? { indices[name].map { self[$0] } }
    package subscript(index: RuleIndex) -> Rule { rules[Int(index.number)] }

    /// The indices of the rules about one child that are evaluated.
    package var live: [RuleIndex] { RuleSet.live(rules, about: .child) }

    private static func live(_ rules: [Rule], about: Rule.About) -> [RuleIndex] {
        rules.indices.filter { rules[$0].status != .retired && rules[$0].about == about }.map { RuleIndex($0) }
    }

    /// Returns the indices of the rules whose answer a fact may change.
    package func rules(concerning line: ChronologyFact) -> [RuleIndex] {
        (line.flags.contains(.linked) ? linkedRulesByKind : rulesByKind)[line.kind.number]
    }
}
