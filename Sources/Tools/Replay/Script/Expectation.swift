public import SafeguardingModel

/// One line of `expect`: an alert that the script must cause, or must not.
public struct Expectation: Hashable, Sendable {
    /// The line of the file, from 1.
    public var line: Int
    /// The alert that must be raised, or must not.
    public var content: Content

    /// The kinds of expectations; all but `raised` count alerts that were withdrawn as well. An alert of a rule on trial
    /// counts only where the rule is named.
    public enum Content: Hashable, Sendable {
        /// An alert that must be raised.
        case raised(Wanted)
        /// No alert of this kind, ever (or within the bounds).
        case never(Wanted)
        /// At most this many alerts, ever, about one child, or about anybody.
        case atMost(Int, about: String?)
        /// No alert that no line expects; `low` alerts do not count.
        case nothingElse
    }

    /// The properties that an alert must have.
    ///
    /// A property that is nil or empty may have any value.
    public struct Wanted: Hashable, Sendable {
        /// The id of the rule; nil only in `never`, for any rule.
        public var rule: String?
        /// A child, a person or a place, by its name in the script.
        public var about: String?
        /// The bounds of the moment of raising.
        public var raised = Bounds()
        /// The highest severity that the alert reaches.
        public var severity: Severity?
        /// Sectors that must all be in the evidence.
        public var sectors: [Sector] = []
        /// Whether the alert is withdrawn at the end; nil where both are right (only in `never`).
        public var isWithdrawn: Bool?
        /// Whether what the alert waits for or warns of has come to an end; nil where both are right.
        public var isOvertaken: Bool?
        /// Whether the alert belongs to an exercise.
        public var isExercise: Bool?
        /// Revisions that the alert must have had; each is looked for on its own.
        public var deepens: [Deepening] = []
    }

    /// A revision at some moment within the bounds; with a severity, the alert has it from then on.
    public struct Deepening: Hashable, Sendable {
        /// The bounds of the moment of revision.
        public var bounds = Bounds()
        /// The severity from then on; nil for any.
        public var severity: Severity?
    }

    /// From `after` to `by`, both inclusive.
    public struct Bounds: Hashable, Sendable {
        /// The earliest moment; nil for no bound.
        public var after: Instant?
        /// The latest moment; nil for no bound.
        public var by: Instant?

        /// Returns whether the moment is not before `after` and not after `by`.
        public func contains(_ instant: Instant) -> Bool {
            (after.map { $0 <= instant } ?? true) && (by.map { instant <= $0 } ?? true)
        }
    }
}

extension Expectation {
    /// The child, person or place that the line is about, if it names one.
    public var about: String? {
        switch content {
        case .raised(let wanted), .never(let wanted): wanted.about
        case .atMost(_, let about): about
        case .nothingElse: nil
        }
    }

    /// Returns the line in words: `missing-escalates about q1, raised from day 24 00:00 by day 24 00:31, reaching
    /// medium`.
    public func words(_ calendar: ScriptCalendar) -> String {
        switch content {
        case .raised(let wanted): wanted.words(calendar)
        case .never(let wanted): "never " + wanted.words(calendar)
        case .atMost(let count, let about):
            "at most \(count) \(count == 1 ? "alert" : "alerts")\(about.map { " about \($0)" } ?? "")"
        case .nothingElse: "nothing else than what is expected here"
        }
    }
}

extension Expectation.Wanted {
    func words(_ calendar: ScriptCalendar) -> String {
        var parts = [(rule ?? "any alert") + (about.map { " about \($0)" } ?? "")]
        let bounds = raised.words(calendar)
        if !bounds.isEmpty { parts.append("raised \(bounds)") }
        if let severity { parts.append("reaching \(severity.rawValue)") }
        if !sectors.isEmpty { parts.append("with evidence of \(sectors.map(\.words).joined(separator: ", "))") }
        for deepening in deepens { parts.append(deepening.words(calendar)) }
        if isWithdrawn == true { parts.append("withdrawn at the end") }
        if let isOvertaken { parts.append(isOvertaken ? "overtaken at the end" : "not overtaken") }
        if let isExercise { parts.append(isExercise ? "a drill" : "not a drill") }
        return parts.joined(separator: ", ")
    }
}

extension Expectation.Deepening {
    func words(_ calendar: ScriptCalendar) -> String {
        let what = severity.map { "deepening to \($0.rawValue)" } ?? "deepening"
        let bounds = bounds.words(calendar)
        return bounds.isEmpty ? what : "\(what) \(bounds)"
    }
}

extension Expectation.Bounds {
    func words(_ calendar: ScriptCalendar) -> String {
        [after.map { "from \(calendar.text($0))" }, by.map { "by \(calendar.text($0))" }].compactMap(\.self)
            .joined(separator: " ")
    }
}
