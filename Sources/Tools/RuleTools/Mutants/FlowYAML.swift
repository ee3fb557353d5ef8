import StrictYAML

/// Writes a piece of YAML on one line, in a form that reads back as the same. A line break in a text becomes a space,
/// and a plain word with signs of YAML's own is quoted.
enum FlowYAML {
    static func text(_ node: YAMLNode) -> String { text(node.content) }

    static func text(_ content: YAMLNode.Content) -> String {
        switch content {
        case .scalar(let text, let isQuoted): isQuoted || !isPlain(text) ? quoted(text) : text
        case .sequence(let items): "[\(items.map(text).joined(separator: ", "))]"
        case .mapping(let entries):
            "{ \(entries.map { "\(isPlain($0.key) ? $0.key : quoted($0.key)): \(text($0.value))" }.joined(separator: ", ")) }"
        }
    }

    /// Whether a text has only letters, digits and characters that cannot be taken for YAML's own marks.
    private static func isPlain(_ text: String) -> Bool {
        let rest = text.hasPrefix("-") && Int(text) != nil ? text.dropFirst() : text[...]
        guard let first = rest.first, first.isLetter || first.isNumber, text.last != " " else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || " .-_".contains($0) }
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined())\""
    }
}
