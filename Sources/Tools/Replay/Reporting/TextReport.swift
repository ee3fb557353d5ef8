/// The report for people: a line for each script, and for an expectation that was not met what happened instead.
public struct TextReport: Sendable {
    private let results: [ScriptResult]

    public init(_ results: [ScriptResult]) {
        self.results = results
    }

    /// The whole report: a line for each script, then the faults of those that were not met, then the count.
    public var text: String {
        let failures = results.filter { !$0.isMet }
        var lines = results.map(\.summaryLine)
        for result in failures { lines += [""] + result.failureLines }
        lines += ["", "\(results.count - failures.count) of \(results.count) scripts met"]
        return lines.joined(separator: "\n")
    }
}

extension ScriptResult {
    /// One line: `met      child-q.yaml  9 expectations, 7 alerts, 43 events, 20 other orders (seed 1): Child Q`.
    public var summaryLine: String {
        let met = verdicts.filter(\.isMet).count
        let all = "\(verdicts.count) \(verdicts.count == 1 ? "expectation" : "expectations")"
        var parts = [met == verdicts.count ? all : "\(met) of \(all)"]
        parts.append("\(play.alerts.count) \(play.alerts.count == 1 ? "alert" : "alerts")")
        parts.append("\(play.plan.steps.count) events")
        if permutations > 0 { parts.append("\(permutations) other orders (seed \(seed))") }
        return "\(isMet ? "met    " : "NOT MET")  \(script.file)  \(parts.joined(separator: ", ")): \(script.title)"
    }

    /// The expectations that were not met, with the timeline of the children concerned.
    public var failureLines: [String] {
        var lines = [script.file + ": " + script.title]
        for verdict in verdicts where !verdict.isMet { lines += self.lines(of: verdict) }
        for fault in orderFaults.prefix(1) { lines += self.lines(of: fault) }
        if !targetFaults.isEmpty {
            lines += ["  The two ways of playing it differ:"] + targetFaults.map { "    \($0)" }
        }
        return lines + timelines
    }

    private func lines(of verdict: ExpectationVerdict) -> [String] {
        ["  line \(verdict.expectation.line), expected: \(verdict.words)"]
            + verdict.instead.map { "    instead: \($0)" }
    }

    private func lines(of fault: OrderFault) -> [String] {
        let count = orderFaults.count
        let head =
            "  \(count) of \(permutations) other orders of arrival end otherwise; smallest difference, "
            + "seed \(fault.seed):"
        return [head] + fault.words(script.calendar).map { "    \($0)" }
    }

    private var timelines: [String] {
        let abouts = verdicts.filter { !$0.isMet }.map(\.expectation.about)
        guard !abouts.isEmpty else { return [] }
        let children =
            abouts.contains(nil) ? [nil] : abouts.reduce(into: [String?]()) { if !$0.contains($1) { $0.append($1) } }
        return children.flatMap { about in
            let text = ScriptTimeline(
                script,
                play,
                about: about.flatMap { script.participants.child($0) == nil ? nil : $0 }
            )
            .text(script.calendar)
            let head = about.map { "  What happened, as far as it concerns \($0):" } ?? "  What happened:"
            return ["", head] + text.split(separator: "\n").map { "    \($0)" }
        }
    }
}
