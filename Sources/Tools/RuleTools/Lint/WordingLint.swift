import SafeguardingModel
import StrictYAML

/// Checks the texts that people will read for wording that blames a child. Notes beginning with `#` are left out.
enum WordingLint {
    static func remarks(on root: YAMLNode) throws(YAMLError) -> [RuleRemark] {
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
