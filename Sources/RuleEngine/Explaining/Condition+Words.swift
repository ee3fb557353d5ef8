import SafeguardingModel

extension Condition {
    /// The condition that held, as the rest of a sentence: `the child was known to the CSE system before, and was
    /// missing`.
    var words: String { Wording.list(tests.map(\.words)) }
}

extension Condition.Test {
    var words: String {
        switch self {
        case .known(let isKnown):
            isKnown ? "the child was known to the CSE system before" : "the child was not known before"
        case .youngerThan(let years): "the child was younger than \(years)"
        case .ofAge(let years): "the child was at least \(years)"
        case .missing(let isMissing): isMissing ? "the child was missing" : "the child was not missing"
        case .missingWithin(let span): "the child had been missing within \(RuleWords.length(span))"
        case .wentMissing(let times, let span):
            "the child had gone missing at least \(times) times within \(RuleWords.length(span))"
        case .status(let words): "the status \(words.map(\.withSpaces).joined(separator: " or ")) stood"
        case .placed(let placed): placed.words
        case .had(let selection, let span):
            "there had been a \(selection.kinds.first?.noun.one ?? "fact") within \(RuleWords.length(span))"
        case .fact: "what was told is of that sort"
        case .partnerOlderBy(let years): "the other person was at least \(years) years older"
        case .seenLastBefore(let span):
            "the child had last been seen more than \(RuleWords.length(span)) before the report"
        case .hourKnown: "the source knows the hour"
        case .any(let conditions): conditions.map(\.words).joined(separator: " or ")
        case .not(let condition): "it was not so that \(condition.words)"
        }
    }
}

extension Condition.Placed {
    fileprivate var words: String {
        switch self {
        case .anywhere: "the child was in a placement"
        case .nowhere: "no placement was known"
        case .residential: "the child lived in a children's home"
        case .outOfArea: "the child was placed in the area of another authority"
        }
    }
}

extension Rule {
    func reasonsOfEscalation(_ finding: Finding) -> [String] {
        guard let number = finding.count("escalated"), number < escalations.count else { return [] }
        return ["It is \(finding.severity.rawValue) because \(escalations[number].condition.words)."]
    }
}
