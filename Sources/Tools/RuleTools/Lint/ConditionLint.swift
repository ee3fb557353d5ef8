import EventFormat
import RuleEngine
import SafeguardingModel
import StrictYAML

/// Checks for conditions that can never hold and windows that contradict each other, in any pattern.
enum ConditionLint {
    static func remarks(on root: YAMLNode) throws(YAMLError) -> [RuleRemark] {
        let rule = try root.openMapping()
        return walk(try rule.required("when")) + (rule["variants"].map(walk) ?? [])
    }

    private static func walk(_ node: YAMLNode) -> [RuleRemark] {
        switch node.content {
        case .scalar: []
        case .sequence(let items): repeated(items) + items.flatMap(walk)
        case .mapping(let entries):
            selections(entries) + windows(node) + steps(node) + ages(node) + entries.flatMap(walk)
        }
    }

    /// Returns remarks on an entry; a pattern of an earlier version is checked as it is written today.
    private static func walk(_ entry: YAMLNode.Entry) -> [RuleRemark] {
        guard let today = try? EarlierPatterns.inTodaysWords(entry), today.key != entry.key else {
            return walk(entry.value)
        }
        let message =
            "'\(entry.key)' is an earlier word, still read. Write: \(today.key): \(FlowYAML.text(today.value))"
        return [RuleRemark(entry.value, .warning, message)] + walk(today.value)
    }

    private static func repeated(_ items: [YAMLNode]) -> [RuleRemark] {
        items.indices.compactMap { index in
            let text = FlowYAML.text(items[index])
            guard items[..<index].contains(where: { FlowYAML.text($0) == text }) else { return nil }
            return RuleRemark(items[index], .warning, "'\(text)' stands twice in one list")
        }
    }

    /// Returns remarks on fields that a kind never carries, and on words that a field never holds.
    private static func selections(_ entries: [YAMLNode.Entry]) -> [RuleRemark] {
        entries.flatMap { entry -> [RuleRemark] in
            guard let kind = EventKind(rawValue: entry.key) else { return [] }
            let fields = EventSchema.schema(of: kind).allFields
            return (conditions(entry.value)).flatMap { condition -> [RuleRemark] in
                guard FieldName(rawValue: condition.key) != nil else { return [] }
                guard let field = fields.first(where: { $0.name == condition.key }) else {
                    let known = fields.compactMap(\.field?.rawValue).joined(separator: ", ")
                    let message =
                        "unreachable: '\(kind.rawValue)' never carries '\(condition.key)'. It carries: \(known)"
                    return [RuleRemark(condition.value, .fault, message)]
                }
                return words(condition.value, field)
            }
        }
    }

    private static func conditions(_ node: YAMLNode) -> [YAMLNode.Entry] { (try? node.openMapping().entries) ?? [] }

    private static func words(_ node: YAMLNode, _ field: FieldSchema) -> [RuleRemark] {
        guard case .words(let known) = field.form, let words = try? node.strings() else { return [] }
        return words.filter { !known.contains($0) }.map {
            let message = "unreachable: '\(field.name)' is never '\($0)'. Known: \(known.joined(separator: ", "))"
            return RuleRemark(node, .fault, message)
        }
    }

    /// Returns remarks on windows beside each other.
    private static func windows(_ node: YAMLNode) -> [RuleRemark] {
        var remarks: [RuleRemark] = []
        let within = node.span("within")
        if let within, let quiet = node.span("quiet"), quiet.span < within.span {
            let message = "'quiet' is shorter than 'within': the same facts may carry two alerts"
            remarks.append(RuleRemark(quiet.node, .warning, message))
        }
        if let within, let past = node.span("thanIn"), past.span < within.span {
            let message = "'thanIn' is shorter than 'within': a long time is measured by a short one"
            remarks.append(RuleRemark(past.node, .warning, message))
        }
        return remarks + ifKnown(node)
    }

    /// Returns remarks on an `ifKnown` with no lower number and no longer time than without it: it never adds anything.
    private static func ifKnown(_ node: YAMLNode) -> [RuleRemark] {
        guard let inner = node.member("ifKnown"), let own = try? node.member("reaches")?.integer(),
            let less = try? inner.member("reaches")?.integer(), less >= own,
            let within = node.span("within"), let shorter = inner.span("within"), shorter.span <= within.span
        else { return [] }
        return [RuleRemark(inner, .fault, "unreachable: 'ifKnown' asks for no less than the rule asks for anyway")]
    }

    /// Returns remarks on an `ofAge` and a `youngerThan` with no age between them.
    private static func ages(_ node: YAMLNode) -> [RuleRemark] {
        guard let younger = node.member("youngerThan"), let most = try? younger.integer(),
            let older = node.member("ofAge"), let least = try? older.integer(), most <= least
        else { return [] }
        let message = "unreachable: nobody is at least \(least) and younger than \(most)"
        return [RuleRemark(younger, .fault, message)]
    }

    /// Returns remarks on steps that come no later than the step before.
    private static func steps(_ node: YAMLNode) -> [RuleRemark] {
        guard let items = try? node.member("steps")?.list() else { return [] }
        return items.indices.dropFirst().compactMap { index in
            guard let last = items[index - 1].span("after"), let next = items[index].span("after"),
                next.span <= last.span
            else { return nil }
            return RuleRemark(next.node, .warning, "this step comes no later than the one before it")
        }
    }
}

extension YAMLNode {
    fileprivate func member(_ key: String) -> YAMLNode? { (try? openMapping())?[key] }

    fileprivate func span(_ key: String) -> (node: YAMLNode, span: Span)? {
        guard let node = member(key), let span = try? node.span() else { return nil }
        return (node, span)
    }
}
