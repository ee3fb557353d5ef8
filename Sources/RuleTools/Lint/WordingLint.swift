import SafeguardingModel
import StrictYAML

/// Looks for wording that blames a child in whatever people will read. Notes beginning with `#` are the author's own.
enum WordingLint {
    static func remarks(on root: YAMLNode) throws(YAMLFault) -> [RuleRemark] {
        let rule = try root.openMapping()
        return ["title", "why", "mistakenWhen", "ask", "words"].compactMap { rule[$0] }.flatMap(blaming)
    }

    private static func blaming(_ node: YAMLNode) -> [RuleRemark] {
        switch node.content {
        case .scalar(let text, _):
            BlamingWords.found(in: text).map {
                RuleRemark(node, .warning, "'\($0.words)' blames the child; write instead: \($0.instead)")
            }
        case .sequence(let items): items.flatMap(blaming)
        case .mapping(let entries): entries.flatMap { blaming($0.value) }
        }
    }
}
