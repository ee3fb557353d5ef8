import SafeguardingModel
import StrictYAML

/// The state of reading patterns: the rule's severity, and the selectors gathered for the whole set of rules.
struct PatternReading {
    var selectors: SelectorTable
    var severity: Severity = .medium
    /// Whether the rule is about something that children share, and not about one child.
    var isShared = false
    /// The words that stand beside each pattern read so far; nil where it has none.
    var wordings: [RuleWording?] = []

    /// Returns the selection of facts of one kind with one of these values.
    mutating func selection(
        _ kind: EventKind,
        _ field: FieldName,
        _ values: [String],
        at node: YAMLNode
    ) throws(YAMLError) -> FactSelection {
        let selector = Selector(clauses: [.init(kind: kind, fields: [.init(field: field, values: values)])])
        guard let bit = selectors.bit(of: selector) else {
            throw node.fault("more than 128 different selections of facts in all rules together")
        }
        return FactSelection(bit: bit, kinds: [kind])
    }

    /// Reads the selection of facts under a key.
    mutating func selection(_ node: YAMLNode) throws(YAMLError) -> FactSelection {
        let selector = try Selector(node)
        guard let bit = selectors.bit(of: selector) else {
            throw node.fault("more than 128 different selections of facts in all rules together")
        }
        let isBySender = selector.clauses.contains { !$0.toldBy.isEmpty }
        return FactSelection(bit: bit, kinds: selector.kinds, senders: isBySender ? selector.clauses : [])
    }
}

/// Facts chosen by a selector.
struct FactSelection: Sendable {
    let bit: SelectorBit
    let kinds: [EventKind]
    /// All clauses, where one of them depends on the sending agency; otherwise empty.
    var senders: [Selector.Clause] = []

    /// Returns the indices of the chosen facts among those that have happened, in order.
    func indices(_ context: EvaluationContext) -> [Int] {
        var found: [Int] = []
        context.facts.withUnsafeBufferPointer { facts in
            for index in 0..<context.count where facts[index].marks.contains(bit) { found.append(index) }
        }
        return senders.isEmpty ? found : found.filter { isSentRightly(context.facts[$0], context) }
    }

    /// Whether at least so many facts are chosen; stops counting there.
    func count(_ context: EvaluationContext, reaches least: Int) -> Bool {
        var count = 0
        for index in 0..<context.count where context.facts[index].marks.contains(bit) {
            count += 1
            if count >= least { return true }
        }
        return count >= least
    }

    /// Whether a fact is one of those chosen.
    func contains(_ line: ChronologyFact, _ context: EvaluationContext) -> Bool {
        line.marks.contains(bit) && (senders.isEmpty || isSentRightly(line, context))
    }

    private func isSentRightly(_ line: ChronologyFact, _ context: EvaluationContext) -> Bool {
        let sector = context.sectorName(of: line)
        return senders.contains { clause in
            clause.kind == line.kind && (clause.toldBy.isEmpty || clause.toldBy.contains(sector))
                && clause.matches(fields: line.fields, links: line.links)
        }
    }
}

extension YAMLNode {
    /// Reads whole numbers, each greater than the one before.
    func steps() throws(YAMLError) -> [Int] {
        var steps: [Int] = []
        let items = if case .sequence(let items) = content { items } else { [self] }
        for item in items {
            let step = try item.integer(in: 1...10_000)
            guard step > steps.last ?? 0 else { throw item.fault("each number must be greater than the one before") }
            steps.append(step)
        }
        guard !steps.isEmpty else { throw fault("the list is empty") }
        return steps
    }

    /// Reads a length of time greater than zero.
    func window() throws(YAMLError) -> Span {
        let span = try span()
        guard span > .zero else { throw fault("a window must be longer than nothing") }
        return span
    }
}
