internal import SafeguardingModel
public import StrictYAML

/// The comparison of a play's alerts with the script's expectations.
public struct ExpectationChecker: Sendable {
    private let script: Script
    private let summaries: [AlertSummary]

    public init(_ script: Script, _ play: Play) {
        self.script = script
        summaries = play.summaries
    }

    /// One verdict for each line of `expect`, in their order.
    public var verdicts: [ExpectationVerdict] { script.expectations.map(verdict) }

    private func verdict(_ expectation: Expectation) -> ExpectationVerdict {
        let faults: [String]
        switch expectation.content {
        case .raised(let wanted): faults = raised(wanted)
        case .never(let wanted): faults = never(wanted)
        case .atMost(let count, let about): faults = atMost(count, about)
        case .nothingElse: faults = nothingElse
        }
        return ExpectationVerdict(
            expectation: expectation,
            words: expectation.words(script.calendar),
            instead: faults
        )
    }

    private func raised(_ wanted: Expectation.Wanted) -> [String] {
        guard !summaries.contains(where: wanted.isMet) else { return [] }
        let near = summaries.filter { wanted.isAbout($0) }
        guard !near.isEmpty else { return ["it was never raised"] }
        return near.map { "\(told($0)): \(wanted.differences($0, script.calendar).joined(separator: "; "))" }
    }

    private func never(_ wanted: Expectation.Wanted) -> [String] {
        summaries.filter {
            wanted.isAbout($0) && wanted.raised.contains($0.raisedAt) && (wanted.rule != nil || !$0.isTrial)
        }.map(told)
    }

    private func atMost(_ count: Int, _ about: String?) -> [String] {
        let found = summaries.filter { !$0.isTrial && (about == nil || $0.about.contains(about ?? "")) }
        return found.count > count
            ? ["there \(found.count == 1 ? "was one" : "were \(found.count)"):"] + found.map(told) : []
    }

    private var nothingElse: [String] {
        let wanted = script.expectations.compactMap { if case .raised(let wanted) = $0.content { wanted } else { nil } }
        return summaries.filter { summary in
            summary.highestSeverity > .low && !summary.isTrial && !wanted.contains { $0.isMet(by: summary) }
        }.map(told)
    }

    private func told(_ summary: AlertSummary) -> String { summary.words(script.calendar) }
}

/// The verdict on one line of `expect`: whether it was met, and if not, what happened instead.
public struct ExpectationVerdict: Hashable, Sendable {
    /// The line of `expect`.
    public var expectation: Expectation
    /// The expectation in words, as reports print it.
    public var words: String
    /// The sentences that say what happened instead; empty where the line was met.
    public var instead: [String]

    /// Whether the play did as the line says.
    public var isMet: Bool { instead.isEmpty }
}

extension Expectation.Wanted {
    /// Returns whether an alert is of this rule, about this subject, and real or of an exercise as wanted.
    func isAbout(_ summary: AlertSummary) -> Bool {
        (rule == nil || rule == summary.rule) && (about.map(summary.about.contains) ?? true)
            && (isExercise == nil || isExercise == summary.isExercise)
    }

    func isMet(by summary: AlertSummary) -> Bool {
        isAbout(summary) && faults(summary).isEmpty
    }

    /// Returns the differences between what is wanted and an alert about the right subject.
    func differences(_ summary: AlertSummary, _ calendar: ScriptCalendar) -> [String] {
        faults(summary).map { $0.words(self, summary, calendar) }
    }

    private func faults(_ summary: AlertSummary) -> [Fault] {
        var faults: [Fault] = []
        if let after = raised.after, summary.raisedAt < after { faults.append(.early) }
        if let by = raised.by, summary.raisedAt > by { faults.append(.late) }
        if let severity, severity != summary.highestSeverity { faults.append(.severity) }
        let missing = sectors.filter { !summary.sectors.contains($0) }
        if !missing.isEmpty { faults.append(.sectors(missing)) }
        if let isWithdrawn, isWithdrawn != summary.isWithdrawn { faults.append(.withdrawn) }
        if let isOvertaken, isOvertaken != (summary.overtakenAt != nil) { faults.append(.overtaken) }
        faults += deepens.filter { !$0.isMet(by: summary) }.map { .deepening($0) }
        return faults
    }

    private enum Fault {
        case early, late, severity, withdrawn, overtaken
        case sectors([Sector])
        case deepening(Expectation.Deepening)

        func words(_ wanted: Expectation.Wanted, _ summary: AlertSummary, _ calendar: ScriptCalendar) -> String {
            switch self {
            case .early: "too early, not before \(wanted.raised.after.map(calendar.text) ?? "")"
            case .late: "too late, by \(wanted.raised.by.map(calendar.text) ?? "")"
            case .severity: "it reached \(summary.highestSeverity.rawValue), not \(wanted.severity?.rawValue ?? "")"
            case .withdrawn: summary.isWithdrawn ? "it was withdrawn" : "it was not withdrawn"
            case .overtaken: summary.overtakenAt == nil ? "it was not overtaken" : "it was overtaken"
            case .sectors(let missing): "no evidence of \(missing.map(\.words).joined(separator: ", "))"
            case .deepening(let wanted): "no \(wanted.words(calendar))"
            }
        }
    }
}

extension Expectation.Deepening {
    func isMet(by summary: AlertSummary) -> Bool {
        summary.changes.contains { bounds.contains($0.at) && (severity == nil || severity == $0.severity) }
    }
}

extension AlertSummary {
    /// Returns the alert in words: `missing-escalates about q1, raised day 24 00:00, reached medium, revised day 31
    /// 02:00 (medium)`.
    func words(_ calendar: ScriptCalendar) -> String {
        var parts = ["\(rule) about \(about.joined(separator: " and ")), raised \(calendar.text(raisedAt))"]
        parts.append("reached \(highestSeverity.rawValue)")
        for change in changes { parts.append("revised \(calendar.text(change.at)) (\(change.severity.rawValue))") }
        if let overtakenAt { parts.append("overtaken \(calendar.text(overtakenAt))") }
        if let withdrawnAt { parts.append("withdrawn \(calendar.text(withdrawnAt))") }
        if isExercise { parts.append("a drill") }
        return parts.joined(separator: ", ")
    }
}

// MARK: Rules that a script names

extension Script {
    /// Refuses a script whose expectations name a rule that is neither installed nor published: a mistyped `never`
    /// would always be met.
    ///
    /// - Throws: the first such expectation, with its line and the rule that was probably meant.
    public func check(rules installed: [String]) throws(YAMLError) {
        for expectation in expectations {
            switch expectation.content {
            case .raised(let wanted), .never(let wanted):
                guard let rule = wanted.rule else { continue }
                let node = YAMLNode(content: .scalar(rule, isQuoted: true), file: file, line: expectation.line)
                let known = installed + PublishedRules.names.filter { !installed.contains($0) }
                try node.check(rule, isOneOf: known, "no rule has the id")
            default: continue
            }
        }
    }
}
