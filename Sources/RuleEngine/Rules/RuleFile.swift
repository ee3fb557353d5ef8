import SafeguardingModel
import StrictYAML

/// Readers for the parts of a rule file.
enum RuleFile {
    static let keys = [
        "rule", "version", "status", "title", "about", "severity", "tell", "why", "source", "mistakenWhen", "ask",
        "words", "when", "escalate", "suppressedBy", "variants", "examples",
    ]

    /// Reads a rule's name: lower-case words with hyphens, because it is part of links and topics.
    static func name(_ node: YAMLNode) throws(YAMLError) -> String {
        let name = try node.name()
        guard AgencyName(rawValue: name).isWellFormed else {
            throw node.fault("a rule's name is lower-case letters, digits and hyphens, found '\(name)'")
        }
        return name
    }

    static func words(_ node: YAMLNode) throws(YAMLError) -> [String] {
        let words = try node.strings()
        guard !words.isEmpty else { throw node.fault("nobody is told: name at least one team") }
        return words
    }

    static func questions(_ node: YAMLNode?) throws(YAMLError) -> [Question] {
        var questions: [Question] = []
        for item in try node?.list() ?? [] {
            let mapping = try item.mapping(of: ["to", "text"])
            questions.append(Question(to: try mapping.required("to").name(), text: try mapping.required("text").name()))
        }
        return questions
    }

    /// Reads `escalate: [{ while: { known: true }, severity: high }]`.
    static func escalations(
        _ node: YAMLNode?,
        _ reading: inout PatternReading
    ) throws(YAMLError) -> [Rule.Escalation] {
        var escalations: [Rule.Escalation] = []
        for item in try node?.list() ?? [] {
            let mapping = try item.mapping(of: ["while", "severity"])
            escalations.append(
                Rule.Escalation(
                    condition: try Condition(mapping.required("while"), &reading),
                    severity: try mapping.required("severity").choice(Severity.self)
                )
            )
        }
        return escalations
    }

    /// Reads `suppressedBy: { rules: [overnight-out-of-area], within: 24 h }`.
    static func suppression(_ node: YAMLNode) throws(YAMLError) -> Rule.Suppression {
        let mapping = try node.mapping(of: ["rules", "within"])
        return Rule.Suppression(
            rules: try mapping.required("rules").strings(),
            within: try mapping.required("within").window()
        )
    }

    /// Reads `variants: [{ from: 2016-11-01, authority: E08000012, severity: high, when: ... }]`, in order of their
    /// days.
    static func variants(
        _ node: YAMLNode?,
        _ severity: Severity,
        _ reading: inout PatternReading
    ) throws(YAMLError) -> [Rule.Variant] {
        var variants: [Rule.Variant] = []
        for item in try node?.list() ?? [] {
            let mapping = try item.mapping(of: ["from", "authority", "severity", "when"])
            reading.severity = try mapping["severity"]?.choice(Severity.self) ?? severity
            let variant = Rule.Variant(
                from: try mapping.required("from").day(),
                authority: try mapping["authority"]?.name(),
                branches: try branches(mapping.required("when"), &reading)
            )
            if let last = variants.last, variant.from < last.from {
                throw item.fault("variants stand in the order of the days from which they hold")
            }
            variants.append(variant)
        }
        return variants
    }

    /// Reads one pattern, or `any:` with several, each of which may have a severity of its own.
    static func branches(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) -> [any Pattern] {
        guard case .mapping(let entries) = node.content, let first = entries.first else {
            throw node.fault("expected one pattern: \(Patterns.words.joined(separator: ", ")), or 'any' of several")
        }
        guard first.key == "any", entries.count == 1 else { return [try Patterns.read(node, &reading)] }
        let severity = reading.severity
        var branches: [any Pattern] = []
        for item in try first.value.list() {
            reading.severity = severity
            branches.append(try Patterns.read(item, &reading))
        }
        guard branches.count >= 2 else { throw first.value.fault("'any' needs at least two patterns") }
        return branches
    }
}
