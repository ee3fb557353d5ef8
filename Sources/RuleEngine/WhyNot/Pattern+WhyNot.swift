import SafeguardingModel

extension Happening {
    /// The facts of which one would make it happen.
    func clauses(_ rules: RuleSet) -> [Selector.Clause] {
        switch self {
        case .facts(let pick): rules.selectors.selectors[pick.bit.number].clauses
        case .missing: [Selector.Clause(kind: .missingReported)]
        case .found: [Selector.Clause(kind: .missingFound)]
        case .move: [Selector.Clause(kind: .placementStarted)]
        case .lowered: [Selector.Clause(kind: .panelRemoved)]
        case .oneOf(let all): all.flatMap { $0.clauses(rules) }
        case .findings(let names, _):
            names.compactMap(rules.rule(named:)).flatMap(\.branches).flatMap(\.wishes).flatMap { $0.clauses(rules) }
        }
    }
}

/// What a pattern asks for: happenings, or contact with somebody of concern.
enum Wish {
    case happening(Happening)
    case contact(EventKind, Link.Role)

    func clauses(_ rules: RuleSet) -> [Selector.Clause] {
        switch self {
        case .happening(let happening): return happening.clauses(rules)
        case .contact(let kind, let role):
            var clause = Selector.Clause(kind: kind, with: [role])
            clause.isContact = true
            return [clause]
        }
    }
}

extension Pattern {
    var wishes: [Wish] { [] }
    func unmet(_ look: inout Look) -> String { "What the pattern '\(Self.word)' looks for is not in the facts." }
}

extension CountPattern {
    var wishes: [Wish] { [.happening(of)] }

    func unmet(_ look: inout Look) -> String {
        let counted = self.counted(&look)
        let recent = counted.filter { $0.at >= look.now - within.milliseconds }.count
        let held = condition.map { ", each while this held: \($0.words)" } ?? ""
        return
            "\(Words.capitalised(Words.count(recent, of.noun.one, of.noun.many))) in the last \(Words.length(within))\(held); the rule asks for \(steps[0])."
    }
}

extension SectorsPattern {
    var wishes: [Wish] { [.happening(.facts(of))] }

    func unmet(_ look: inout Look) -> String {
        let recent = of.lines(look).filter { look.lines[$0].at >= look.now - within.milliseconds }
        let sectors = recent.reduce(0) { $0 | look.sector(of: look.lines[$1]) }.nonzeroBitCount
        return
            "\(Words.capitalised(Words.count(sectors, "sector", "sectors"))) in the last \(Words.length(within)); the rule asks for \(atLeast)."
    }
}

extension TogetherPattern {
    var wishes: [Wish] { parts.map(Wish.happening) }

    func unmet(_ look: inout Look) -> String {
        for part in parts {
            let moments = part.moments(&look)
            guard moments.contains(where: { $0.at >= look.now - within.milliseconds }) else {
                return "\(Words.capitalised(part.phrase)) is not known in the last \(Words.length(within))."
            }
        }
        return "All of it happened, but not within \(Words.length(within)) of each other."
    }
}

extension SequencePattern {
    var wishes: [Wish] { [.happening(then), .happening(first)] }

    func unmet(_ look: inout Look) -> String {
        if first.moments(&look).isEmpty { return "\(Words.capitalised(first.phrase)) is not known." }
        return "\(Words.capitalised(then.phrase)) within \(Words.length(within)) after it is not known."
    }
}

extension OverduePattern {
    var wishes: [Wish] { if case .happening(let since, _) = since { [.happening(since)] } else { [] } }

    func unmet(_ look: inout Look) -> String {
        duties(&look).isEmpty
            ? "Nothing happened that would have to be followed by anything."
            : "What happened has been followed in time, or is not yet due."
    }
}

extension ContactPattern {
    var wishes: [Wish] {
        how == .found ? [.contact(.missingFound, .foundWith)] : [.contact(.concernObserved, .mentioned)]
    }

    func unmet(_ look: inout Look) -> String {
        "No fact about the child names a person of concern, or anything of theirs."
    }
}

extension MissingTrendPattern {
    var wishes: [Wish] { [.happening(.missing)] }

    func unmet(_ look: inout Look) -> String {
        let count = look.absences.all.count {
            $0.isMissing && $0.isReported && $0.startEarliest >= look.now - within.milliseconds
        }
        return
            "\(Words.capitalised(Words.count(count, "missing episode", "missing episodes"))) in the last \(Words.length(within)), none overnight or growing; the rule asks for \(steps[0])."
    }
}

extension StillMissingPattern {
    var wishes: [Wish] { [.happening(.missing)] }

    func unmet(_ look: inout Look) -> String {
        if outOfArea, look.placements.outOfArea(at: look.now) == nil {
            return "The child is not placed in the area of another authority."
        }
        return
            "No absence lasts long enough with what the rule asks for; where only days are known, it cannot be told from this source."
    }
}

extension WorseAfterPattern {
    var wishes: [Wish] { [.happening(of)] }
}
