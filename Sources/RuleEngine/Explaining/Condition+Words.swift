import SafeguardingModel

extension Condition {
    /// The condition that held, as the rest of a sentence: `the child was known to the CSE system before, and was
    /// missing`.
    var words: String { Wording.list(tests.map(\.words)) }
}

extension Condition {
    /// The condition that did not hold, as the rest of a sentence.
    fileprivate var denied: String {
        if case .had(let selection, let span)? = tests.first, tests.count == 1 {
            return "there was no \(Test.phrase(selection)) in the \(RuleWords.length(span)) before"
        }
        return "it is not so that \(words)"
    }

    /// Returns the part of the condition that held at an instant: of several possibilities, those that were so.
    func words(at instant: Int64, line: Int?, _ context: inout EvaluationContext) -> String {
        var words: [String] = []
        for test in tests {
            guard case .any(let conditions) = test else {
                words.append(test.words)
                continue
            }
            var met: [String] = []
            for condition in conditions where condition.holds(at: instant, line: line, &context) {
                met.append(condition.words(at: instant, line: line, &context))
            }
            words.append(met.isEmpty ? test.words : Wording.list(met))
        }
        return Wording.list(words.filter { $0 != "of its kind" && $0 != "the source knows the hour" })
    }

    /// Returns the part of the condition that held at the fact of the child at a moment.
    func words(_ finding: Finding, _ explained: ExplanationContext) -> String {
        if let because = explained.wording.because { return because }
        let at = finding.enteredAt.milliseconds
        let line = explained.own.last { $0.at <= at }
        var context = explained.context
        return words(
            at: at,
            line: line.flatMap { line in context.facts.firstIndex { $0.position == line.position } },
            &context
        )
    }
}

extension Condition.Test {
    fileprivate static func phrase(_ selection: FactSelection) -> String {
        let nouns = selection.kinds.map(\.noun.one)
        return nouns.indices.filter { nouns.firstIndex(of: nouns[$0]) == $0 }.map { nouns[$0] }.joined(
            separator: " or "
        )
    }

    var words: String {
        switch self {
        case .known(let isKnown):
            isKnown ? "{child} was already known to the CSE team" : "{child} was not yet known to the CSE team"
        case .youngerThan(let years): "{child} was under \(years)"
        case .ofAge(let years): "{child} was \(years) or over"
        case .missing(let isMissing): isMissing ? "{child} was missing" : "{child} was not missing"
        case .missingWithin(let span): "{child} had been missing in the \(RuleWords.length(span)) before"
        case .wentMissing(let times, let span):
            "{child} had gone missing at least \(times) times in \(RuleWords.length(span))"
        case .status(let words): "{child} had a \(words.map(FieldWords.status).joined(separator: " or "))"
        case .placed(let placed): placed.words
        case .had(let selection, let span):
            "there was a \(Self.phrase(selection)) in the \(RuleWords.length(span)) before"
        case .fact: "of its kind"
        case .partnerOlderBy(let years): "the other person was at least \(years) years older"
        case .seenLastBefore(let span):
            "{child} had last been seen more than \(RuleWords.length(span)) before the report"
        case .hourKnown: "the source knows the hour"
        case .any(let conditions): conditions.map(\.words).joined(separator: " or ")
        case .not(let condition): condition.denied
        }
    }
}

extension Condition.Placed {
    fileprivate var words: String {
        switch self {
        case .anywhere: "{child} was in a placement"
        case .nowhere: "no placement was recorded"
        case .residential: "{child} lived in a children's home"
        case .outOfArea: "{child} was placed out of area"
        }
    }
}

extension Rule {
    func reasonsOfEscalation(_ finding: Finding) -> [String] {
        guard let number = finding.count("escalated"), number < escalations.count else { return [] }
        return ["\(Wording.capitalised(finding.severity.rawValue)) because \(escalations[number].condition.words)."]
    }
}
