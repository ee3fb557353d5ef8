package import StrictYAML

/// The patterns of earlier versions that `count` says by now. Sites and journals hold rules in those words.
package enum EarlierPatterns {
    private static let all: [String: (keys: [String: String], added: [(key: String, word: String)])] = [
        "sectors": (
            ["of": "of", "atLeast": "reaches", "within": "within", "ifKnown": "ifKnown", "quiet": "quiet"],
            [("distinct", "sector")]
        ),
        "elsewhere": (
            ["of": "of", "within": "afterReturn", "quiet": "within"],
            [("where", "elsewhere"), ("distinct", "agency"), ("reaches", "1")]
        ),
        "unattended": (["of": "of", "reaches": "reaches", "within": "within"], [("per", "absent agency")]),
    ]

    /// Returns a mapping, or each piece within it, with earlier patterns written as today.
    ///
    /// - Throws: ``YAMLError`` where an earlier pattern has a key that it never had.
    package static func inTodaysWords(_ node: YAMLNode) throws(YAMLError) -> YAMLNode {
        guard case .mapping(let entries) = node.content, entries.contains(where: { all[$0.key] != nil }) else {
            return node
        }
        var written: [YAMLNode.Entry] = []
        for entry in entries { written.append(try inTodaysWords(entry)) }
        return YAMLNode(content: .mapping(written), file: node.file, line: node.line)
    }

    /// Returns an entry whose key is an earlier pattern as an entry for `count`; another entry unchanged.
    package static func inTodaysWords(_ entry: YAMLNode.Entry) throws(YAMLError) -> YAMLNode.Entry {
        guard let (keys, added) = all[entry.key] else { return entry }
        var written: [YAMLNode.Entry] = []
        for own in try entry.value.mapping(of: keys.keys.sorted()).entries {
            written.append(YAMLNode.Entry(key: keys[own.key] ?? own.key, line: own.line, value: ifKnown(own)))
        }
        func add(_ key: String, _ word: String) {
            let value = YAMLNode(content: .scalar(word, isQuoted: false), file: entry.value.file, line: entry.line)
            written.append(YAMLNode.Entry(key: key, line: entry.line, value: value))
        }
        for (key, word) in added { add(key, word) }
        // An agency of another area was a new alert after thirty days, where the file gave no time.
        if entry.key == "elsewhere", !written.contains(where: { $0.key == "within" }) { add("within", "30 d") }
        let value = YAMLNode(content: .mapping(written), file: entry.value.file, line: entry.value.line)
        return YAMLNode.Entry(key: CountPattern.word, line: entry.line, value: value)
    }

    /// Returns the value of an entry, with `atLeast` of an `ifKnown` as `reaches`.
    private static func ifKnown(_ entry: YAMLNode.Entry) -> YAMLNode {
        guard entry.key == "ifKnown", case .mapping(let inner) = entry.value.content else { return entry.value }
        let written = inner.map { own in
            YAMLNode.Entry(key: own.key == "atLeast" ? "reaches" : own.key, line: own.line, value: own.value)
        }
        return YAMLNode(content: .mapping(written), file: entry.value.file, line: entry.value.line)
    }
}
