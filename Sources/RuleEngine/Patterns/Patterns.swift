import SafeguardingModel
import StrictYAML

/// The named patterns, by their words in a rule file.
enum Patterns {
    static let all: [any Pattern.Type] = [
        CountPattern.self, TogetherPattern.self, SequencePattern.self, ContactPattern.self,
        FoundAgainPattern.self, ListedAtHomePattern.self, MissingTrendPattern.self, StillMissingPattern.self,
        OverduePattern.self, SilencePattern.self, AttendancePattern.self,
        WorseAfterPattern.self, TurnsPattern.self, SharedPattern.self, MissingTogetherPattern.self,
    ]

    static var words: [String] { all.map { $0.word } }

    static func read(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) -> any Pattern {
        let mapping = try EarlierPatterns.inTodaysWords(node).mapping(of: words + ["severity", "words"])
        if let severity = mapping["severity"] { reading.severity = try severity.choice(Severity.self) }
        let patterns = mapping.entries.filter { $0.key != "severity" && $0.key != "words" }
        guard let entry = patterns.first, patterns.count == 1 else {
            throw node.fault(
                "expected exactly one pattern, found \(patterns.count); several stand in a list under 'any'"
            )
        }
        let pattern = try pattern(entry.key, entry.value, &reading)
        reading.wordings.append(
            try mapping["words"].map { node throws(YAMLError) in try RuleWording(node, for: [pattern]) }
        )
        return pattern
    }

    private static func pattern(
        _ word: String,
        _ node: YAMLNode,
        _ reading: inout PatternReading
    ) throws(YAMLError) -> any Pattern {
        for type in all where type.word == word { return try type.init(node, &reading) }
        throw node.fault("the pattern '\(word)' is not known")
    }
}
