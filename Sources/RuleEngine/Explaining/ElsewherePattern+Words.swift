import OrderedCollections
import SafeguardingModel

extension ElsewherePattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let agencies = told.lines.filter { of.kinds.contains($0.kind) }.map {
            Fact($0, in: told.directory).title(in: told.directory)
        }
        return
            "While the child was missing, or shortly after, \(Wording.list(Set(agencies).sorted())) told of them, from another area."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        [
            "Told during the absence or within \(RuleWords.length(within)) after it, by an agency of an area that has otherwise nothing to do with the child."
        ] + told.lines.map(told.dated)
    }
}

extension UnattendedPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let times = Wording.count(finding.count("count") ?? 0, "time", "times")
        return
            "\(Wording.capitalised(agency(finding, told))) was invited \(times) within \(RuleWords.length(within)) to meetings about the child, and did not come."
    }

    private func agency(_ finding: Finding, _ told: ExplanationContext) -> String {
        told.directory.title(of: AgencyName(rawValue: finding.text("agency") ?? ""))
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let steps = Wording.list(steps.map(String.init))
        return ["Invited and absent \(finding.count("count") ?? 0) times; the rule speaks at \(steps)."]
            + told.lines.map(told.dated)
    }
}

extension SilencePattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let names = Set(told.lines.map { Fact($0, in: told.directory).title(in: told.directory) }).sorted()
        let verb = names.count == 1 ? "has" : "have"
        return "\(Wording.list(names)) used to tell of the child, and \(verb) told nothing for weeks."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        told.lines.map { line in
            let sector = told.look.sectorName(of: line)
            let limit = RuleWords.length(afterFor[sector] ?? after)
            return
                "Told on at least \(regular) days in \(RuleWords.length(within)), and then nothing for \(limit). The last: \(told.dated(line))"
        } + (condition.map { ["It matters because \($0.words)."] } ?? [])
    }
}

extension AttendancePattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let (missed, sessions) = (finding.count("count") ?? 0, finding.count("of") ?? 0)
        let fallen =
            finding.count("fallen") == 1
            ? " Attendance has fallen from above \(fall?.above ?? 0) % to below \(fall?.below ?? 0) %." : ""
        return "No reason is known for \(missed) of the last \(sessions) school sessions that were told.\(fallen)"
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        var reasons: [String] = []
        if (finding.count("count") ?? 0) >= absences {
            reasons.append(
                "\(finding.count("count") ?? 0) absences within \(sessions) sessions; the rule asks for \(absences)."
            )
        }
        if finding.count("fallen") == 1, let fall {
            reasons.append(
                "Of the last \(fall.sessions) sessions fewer than \(fall.below) % were attended, of the \(fall.before) before more than \(fall.above) %."
            )
        }
        return reasons + told.lines.map(told.dated)
    }
}

extension WorseAfterPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let (before, after) = (finding.count("before") ?? 0, finding.count("after") ?? 0)
        return
            "After \(since.words) there were \(Wording.count(after, of.noun.one, of.noun.many)); in the \(RuleWords.length(within)) before it \(before)."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let times = "\(hundredths / 100)\(hundredths % 100 == 0 ? "" : ".\((hundredths % 100) / 10)")"
        return ["At least \(atLeast), and at least \(times) times as many as in as long a time before."]
            + told.lines.map(told.dated)
    }
}

extension TurnsPattern {
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let months = months == 0 ? "" : " and \(Wording.count(months, "month", "months"))"
        return "The child is now \(years) years\(months) old, and there are open concerns."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        let own = condition.map { ["At that age \($0.words)."] } ?? []
        return own + ["In the \(RuleWords.length(within)) before:"] + told.lines.map(told.dated)
    }
}
