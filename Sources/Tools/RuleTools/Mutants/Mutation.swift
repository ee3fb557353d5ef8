import SafeguardingModel
import StrictYAML

/// One small change somewhere in a piece of YAML.
struct Mutation {
    var content: YAMLNode.Content
    var line: Int
    var change: String

    /// Returns each change of a piece under a key.
    static func all(of node: YAMLNode, _ key: String) -> [Mutation] {
        switch node.content {
        case .scalar(let text, let isQuoted): scalars(text, isQuoted, node, key)
        case .sequence(let items): sequence(items, node, key)
        case .mapping(let entries): mapping(entries, node)
        }
    }

    private static func mapping(_ entries: [YAMLNode.Entry], _ node: YAMLNode) -> [Mutation] {
        var mutations: [Mutation] = []
        for index in entries.indices {
            let entry = entries[index]
            if entries.count > 1 {
                var fewer = entries
                fewer.remove(at: index)
                mutations.append(
                    Mutation(content: .mapping(fewer), line: entry.line, change: "'\(entry.key)' is left out")
                )
            }
            for change in all(of: entry.value, entry.key) {
                var changed = entries
                changed[index] = .init(key: entry.key, line: entry.line, value: node.holding(change.content))
                mutations.append(Mutation(content: .mapping(changed), line: change.line, change: change.change))
            }
        }
        return mutations
    }

    private static func sequence(_ items: [YAMLNode], _ node: YAMLNode, _ key: String) -> [Mutation] {
        var mutations: [Mutation] = []
        for index in items.indices {
            if items.count > 1 {
                var fewer = items
                fewer.remove(at: index)
                let what = "'\(FlowYAML.text(items[index]))' is left out of '\(key)'"
                mutations.append(Mutation(content: .sequence(fewer), line: items[index].line, change: what))
            }
            for change in all(of: items[index], key) {
                var changed = items
                changed[index] = node.holding(change.content)
                mutations.append(Mutation(content: .sequence(changed), line: change.line, change: change.change))
            }
        }
        return mutations
    }

    private static func scalars(_ text: String, _ isQuoted: Bool, _ node: YAMLNode, _ key: String) -> [Mutation] {
        others(for: text, isQuoted, key).map { other in
            Mutation(
                content: .scalar(other, isQuoted: isQuoted),
                line: node.line,
                change: "'\(key): \(text)' becomes \(other)"
            )
        }
    }

    /// Returns what may replace a scalar.
    private static func others(for text: String, _ isQuoted: Bool, _ key: String) -> [String] {
        if !isQuoted, let number = Int(text) { return ["\(number + 1)", "\(number - 1)"] }
        if !isQuoted, text == "true" || text == "false" { return [text == "true" ? "false" : "true"] }
        if let severity = Severity(rawValue: text) { return neighbours(severity) }
        if let clock = clock(text) { return [clock] }
        // `regulation: 40d` is a word that only looks like a length of time.
        return FieldName(rawValue: key) == nil ? lengths(text) : []
    }

    private static func neighbours(_ severity: Severity) -> [String] {
        let all = Severity.allCases.sorted()
        guard let place = all.firstIndex(of: severity) else { return [] }
        return [place > 0 ? all[place - 1] : all[place + 1]].map(\.rawValue)
    }

    /// Returns `30 d` or `5 working days` with one more and one less.
    private static func lengths(_ text: String) -> [String] {
        let digits = text.prefix(while: \.isNumber)
        let unit = text.dropFirst(digits.count)
        let words = unit.drop { $0 == " " }
        guard let count = Int(digits), units.contains(String(words)) else { return [] }
        return ["\(count + 1)\(unit)", "\(count - 1)\(unit)"]
    }

    private static let units = [
        "s", "min", "h", "hour", "hours", "d", "day", "days", "w", "week", "weeks", "month", "months", "year", "years",
        "working day", "working days",
    ]

    /// Returns `23:00` half an hour later.
    private static func clock(_ text: String) -> String? {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard text.utf8.count == 5, text.contains(":"), parts.count == 2 else { return nil }
        let minutes = (parts[0] * 60 + parts[1] + 30) % 1_440
        return "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
}

extension YAMLNode {
    fileprivate func holding(_ content: Content) -> YAMLNode { YAMLNode(content: content, file: file, line: line) }
}
