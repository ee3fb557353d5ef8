import SafeguardingModel
import StrictYAML

extension Rule {
    private static let keys = [
        "rule", "version", "status", "title", "severity", "tell", "why", "source", "mistakenWhen", "ask", "when",
        "examples",
    ]

    init(parsing file: SiteConfiguration.TextFile, _ reading: inout PatternReading) throws(YAMLFault) {
        let root = try YAMLNode(parsing: file.text, file: file.name)
        let mapping = try root.mapping(of: Rule.keys)
        self.file = file.name
        name = try Rule.name(mapping.required("rule"))
        version = try mapping.required("version").integer(in: 1...1_000_000)
        status = try mapping.required("status").choice(Status.self)
        title = try mapping.required("title").name()
        severity = try mapping.required("severity").choice(Severity.self)
        tell = try Rule.words(mapping.required("tell"))
        why = try mapping.required("why").name()
        source = try mapping.required("source").name()
        mistakenWhen = try mapping["mistakenWhen"]?.strings() ?? []
        ask = try Rule.questions(mapping["ask"])
        reading.severity = severity
        branches = try Rule.branches(mapping.required("when"), &reading)
        examples = try RuleExample.all(mapping.required("examples"))
    }

    /// Lower-case words with hyphens: the name is part of links and topics.
    private static func name(_ node: YAMLNode) throws(YAMLFault) -> String {
        let name = try node.name()
        guard AgencyName(rawValue: name).isWellFormed else {
            throw node.fault("a rule's name is lower-case letters, digits and hyphens, found '\(name)'")
        }
        return name
    }

    private static func words(_ node: YAMLNode) throws(YAMLFault) -> [String] {
        let words = try node.strings()
        guard !words.isEmpty else { throw node.fault("nobody is told: name at least one team") }
        return words
    }

    private static func questions(_ node: YAMLNode?) throws(YAMLFault) -> [Question] {
        var questions: [Question] = []
        for item in try node?.list() ?? [] {
            let mapping = try item.mapping(of: ["to", "text"])
            questions.append(Question(to: try mapping.required("to").name(), text: try mapping.required("text").name()))
        }
        return questions
    }

    /// One pattern, or `any:` of several, each of which may have a severity of its own.
    private static func branches(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) -> [any Pattern] {
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

/// The named patterns, by the words that stand for them in a rule file.
enum Patterns {
    static let all: [any Pattern.Type] = [
        CountPattern.self, SectorsPattern.self, TogetherPattern.self, SequencePattern.self, ContactPattern.self,
        FoundAgainPattern.self, MissingTrendPattern.self, StillMissingPattern.self, OverduePattern.self,
    ]

    static var words: [String] { all.map { $0.word } }

    static func read(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) -> any Pattern {
        let mapping = try node.mapping(of: words + ["severity"])
        if let severity = mapping["severity"] { reading.severity = try severity.choice(Severity.self) }
        let patterns = mapping.entries.filter { $0.key != "severity" }
        guard let entry = patterns.first, patterns.count == 1 else {
            throw node.fault(
                "expected exactly one pattern, found \(patterns.count); several stand in a list under 'any'"
            )
        }
        return try pattern(entry.key, entry.value, &reading)
    }

    private static func pattern(
        _ word: String,
        _ node: YAMLNode,
        _ reading: inout PatternReading
    ) throws(YAMLFault) -> any Pattern {
        for type in all where type.word == word { return try type.init(node, &reading) }
        throw node.fault("the pattern '\(word)' is not known")
    }
}
