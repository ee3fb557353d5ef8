import SafeguardingModel

extension Pattern {
    var wishes: [Requirement] { [] }
    func unmet(_ look: inout EvaluationContext) -> String {
        "What the pattern '\(Self.word)' looks for is not in the facts."
    }
}

extension CountPattern {
    var wishes: [Requirement] { [.happening(of)] + (condition?.wishes ?? []) }

    func unmet(_ look: inout EvaluationContext) -> String {
        let counted = self.counted(&look)
        let recent = counted.filter { $0.at >= look.now - within.milliseconds }.count
        let held = condition.map { ", each while this held: \($0.words)" } ?? ""
        return
            "\(Wording.capitalised(Wording.count(recent, of.noun.one, of.noun.many))) in the last \(RuleWords.length(within))\(held); the rule asks for \(steps[0])."
    }
}

extension SectorsPattern {
    var wishes: [Requirement] { [.happening(.facts(of))] + (ifKnown == nil ? [] : Requirement.known) }

    func unmet(_ look: inout EvaluationContext) -> String {
        let recent = of.lines(look).filter { look.lines[$0].at >= look.now - within.milliseconds }
        let sectors = recent.reduce(0) { $0 | look.sector(of: look.lines[$1]) }.nonzeroBitCount
        return
            "\(Wording.capitalised(Wording.count(sectors, "sector", "sectors"))) in the last \(RuleWords.length(within)); the rule asks for \(atLeast)."
    }
}

extension TogetherPattern {
    var wishes: [Requirement] { parts.map(Requirement.happening) }

    func unmet(_ look: inout EvaluationContext) -> String {
        for part in parts {
            let moments = part.moments(&look)
            guard moments.contains(where: { $0.at >= look.now - within.milliseconds }) else {
                return "\(Wording.capitalised(part.phrase)) is not known in the last \(RuleWords.length(within))."
            }
        }
        return "All of it happened, but not within \(RuleWords.length(within)) of each other."
    }
}

extension SequencePattern {
    var wishes: [Requirement] { [.happening(then), .happening(first)] + (condition?.wishes ?? []) }

    func unmet(_ look: inout EvaluationContext) -> String {
        if first.moments(&look).isEmpty { return "\(Wording.capitalised(first.phrase)) is not known." }
        return "\(Wording.capitalised(then.phrase)) within \(RuleWords.length(within)) after it is not known."
    }
}

extension OverduePattern {
    var wishes: [Requirement] {
        let own: Requirement =
            switch since {
            case .happening(let since, _): .happening(since)
            case .outOfAreaPlacement: .outOfAreaPlacement
            case .nationalAlert: .happening(.found)
            }
        return [own] + (condition?.wishes ?? [])
    }

    func unmet(_ look: inout EvaluationContext) -> String {
        duties(&look).isEmpty
            ? "Nothing happened that would have to be followed by anything."
            : "What happened has been followed in time, or is not yet due."
    }
}

extension ContactPattern {
    var wishes: [Requirement] {
        how == .found ? [.contact(.missingFound, .foundWith)] : [.contact(.concernObserved, .mentioned)]
    }

    func unmet(_ look: inout EvaluationContext) -> String {
        "No fact about the child names a person of concern, or anything of theirs."
    }
}

extension MissingTrendPattern {
    var wishes: [Requirement] { [.happening(.missing)] }

    func unmet(_ look: inout EvaluationContext) -> String {
        let count = look.absences.all.count {
            $0.isMissing && $0.isReported && $0.startEarliest >= look.now - within.milliseconds
        }
        return
            "\(Wording.capitalised(Wording.count(count, "missing episode", "missing episodes"))) in the last \(RuleWords.length(within)), none overnight or growing; the rule asks for \(steps[0])."
    }
}

extension StillMissingPattern {
    var wishes: [Requirement] { [.happening(.missing), .outOfAreaPlacement] + Requirement.known }

    func unmet(_ look: inout EvaluationContext) -> String {
        if outOfArea, look.placements.outOfArea(at: look.now) == nil {
            return "The child is not placed in the area of another authority."
        }
        return
            "No absence lasts long enough with what the rule asks for; where only days are known, it cannot be told from this source."
    }
}

extension WorseAfterPattern {
    var wishes: [Requirement] { [.happening(of), .happening(since)] }

    func unmet(_ look: inout EvaluationContext) -> String {
        since.moments(&look).isEmpty
            ? "The change in the child's life that the rule looks back from is not known."
            : "In the \(RuleWords.length(within)) after the change there is not so much more of it than before."
    }
}

extension FoundAgainPattern {
    var wishes: [Requirement] { [.happening(.found), .happening(.missing)] }

    func unmet(_ look: inout EvaluationContext) -> String {
        "The child has not been found with the same adult \(times) times within \(RuleWords.length(within))."
    }
}

extension ListedAtHomePattern {
    func unmet(_ look: inout EvaluationContext) -> String { "No register lists anybody at an address of the child." }
}

extension ElsewherePattern {
    var wishes: [Requirement] { [.elsewhere(of), .happening(.missing)] }

    func unmet(_ look: inout EvaluationContext) -> String {
        look.absences.all.contains(where: \.isMissing)
            ? "No agency of another area tells of the child while they are missing, or within \(RuleWords.length(within)) after."
            : "The child has not been reported missing."
    }
}

extension UnattendedPattern {
    var wishes: [Requirement] { [.happening(.facts(of))] }

    func unmet(_ look: inout EvaluationContext) -> String {
        "Nobody who was invited stayed away \(Wording.count(steps[0], "time", "times")) within \(RuleWords.length(within))."
    }
}

extension SilencePattern {
    var wishes: [Requirement] {
        [.told(Selector.Clause(kind: .concernObserved, toldBy: of))] + (condition?.wishes ?? [])
    }

    func unmet(_ look: inout EvaluationContext) -> String {
        if let condition, !condition.holds(at: look.now, line: nil, &look) {
            return "It asks this only where \(condition.words)."
        }
        return
            "No agency that had told of the child on \(regular) days within \(RuleWords.length(within)) has been silent for \(RuleWords.length(after))."
    }
}

extension AttendancePattern {
    var wishes: [Requirement] { [.happening(.facts(unexplained))] }

    func unmet(_ look: inout EvaluationContext) -> String {
        "Not \(absences) of the last \(sessions) school sessions that were told are without a reason, and attendance has not fallen."
    }
}

extension TurnsPattern {
    var wishes: [Requirement] { [.happening(.facts(because))] + (condition?.wishes ?? []) }

    func unmet(_ look: inout EvaluationContext) -> String {
        look.born == nil
            ? "The birth date is not known."
            : "The child has not reached \(years) years and \(months) months with something open in the \(RuleWords.length(within)) before."
    }
}

extension SharedPattern {
    func unmet(_ look: inout EvaluationContext) -> String { Requirement.ofSeveral }
}

extension MissingTogetherPattern {
    func unmet(_ look: inout EvaluationContext) -> String { Requirement.ofSeveral }
}

extension Requirement {
    /// A fact that makes a child known to the CSE system.
    fileprivate static let known: [Requirement] = [.told(Selector.Clause(kind: .referralMade))]

    /// The sentence for one child where a rule is about something that children share.
    fileprivate static let ofSeveral =
        "It looks at a person, a place or a home that several children share, and not at one child."
}
