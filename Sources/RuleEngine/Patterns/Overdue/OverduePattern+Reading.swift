import SafeguardingModel
import StrictYAML

extension OverduePattern {
    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let keys = ["since", "while", "matching", "unless", "orBefore", "until", "steps", "together", "reaches"]
        let mapping = try node.mapping(of: keys)
        since = try OverduePattern.since(mapping, &reading)
        condition = try mapping["while"].map { node throws(YAMLError) in try Condition(node, &reading) }
        unless = try reading.selection(mapping.required("unless"))
        orBefore = try mapping["orBefore"]?.span() ?? .zero
        until = try mapping["until"].map { node throws(YAMLError) in try Occurrences(node, &reading) }
        together = try mapping["together"]?.window()
        reaches = try mapping["reaches"]?.integer(in: 1...1_000) ?? 1
        if reaches > 1, together == nil { throw node.fault("'reaches' counts what is overdue within 'together'") }
        var steps: [Step] = []
        for item in try mapping.required("steps").list() { steps.append(try OverduePattern.step(item, &reading)) }
        guard let due = steps.firstIndex(where: { !$0.isEarly }) else {
            throw node.fault("'steps' needs one that is not early: the time at which the answer is due")
        }
        guard steps[due...].allSatisfy({ !$0.isEarly }) else { throw node.fault("early steps come first") }
        self.steps = steps
    }

    private static func since(_ mapping: YAMLMapping, _ reading: inout PatternReading) throws(YAMLError) -> Since {
        let start = try mapping.required("since")
        switch start.content {
        case .scalar("placement out of area", _): return .outOfAreaPlacement
        case .scalar("national alert", _): return .nationalAlert
        default:
            let happening = try Occurrences(start, &reading)
            return .happening(happening, by: try mapping["matching"]?.choice(FieldName.self))
        }
    }

    private static func step(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) -> Step {
        let mapping = try node.mapping(of: [
            "after", "severity", "ifKnown", "ifKnownBefore", "onlyIfKnown", "early", "while",
        ])
        return Step(
            after: try clock(mapping.required("after")),
            severity: try mapping.required("severity").choice(Severity.self),
            ifKnown: try mapping["ifKnown"]?.choice(Severity.self),
            ifKnownBefore: try mapping["ifKnownBefore"]?.choice(Severity.self),
            onlyIfKnown: try mapping["onlyIfKnown"]?.bool() ?? false,
            isEarly: try mapping["early"]?.bool() ?? false,
            condition: try mapping["while"].map { node throws(YAMLError) in try Condition(node, &reading) }
        )
    }

    /// Reads `72 h`, or `5 working days`, which end with the fifth working day.
    private static func clock(_ node: YAMLNode) throws(YAMLError) -> Clock {
        let words = try node.string().split(separator: " ")
        guard words.count == 3, words[1] == "working", words[2] == "days" || words[2] == "day" else {
            return .elapsed(try node.window())
        }
        guard let count = Int(words[0]), (1...250).contains(count) else {
            throw node.fault("expected '5 working days' or a length of time such as '72 h'")
        }
        return .workingDays(count)
    }
}
