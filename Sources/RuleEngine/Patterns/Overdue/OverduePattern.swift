import SafeguardingModel
import StrictYAML

/// `overdue`: something should have followed and has not. `since: placement out of area` means a placement in another
/// authority's area, `since: national alert` for the return of a child for whom one went out.
///
/// ```yaml
/// overdue:
///   since: found                     # or facts, missing, move, { rules: [...] }
///   while: { known: true }           # only where this holds when it begins
///   matching: referral               # only an answer with the same reference, where the beginning is a fact
///   unless: [return-interview.completed, return-interview.refused]
///   orBefore: 24 h                   # so long before the beginning an answer may have come
///   until: found                     # nobody waits any longer once this happens
///   steps:
///     - { after: 48 h, severity: low, early: true }     # before it is due: withdrawn if the answer comes in time
///     - { after: 72 h, severity: medium }
///     - { after: 7 d, severity: high, onlyIfKnown: true }
///     - { after: 1 working day, severity: medium, ifKnownBefore: high, while: { missing: true } }
///   together: 30 d                   # what falls due within so long of each other is one alert
///   reaches: 3                       # only when so many are overdue together
/// ```
struct OverduePattern: Pattern {
    enum Since: Sendable {
        case outOfAreaPlacement
        case nationalAlert
        case happening(Occurrences, by: FieldName?)
    }

    enum Clock: Sendable {
        case elapsed(Span)
        case workingDays(Int)
    }

    struct Step: Sendable {
        var after: Clock
        var severity: Severity
        /// The severity where the child is known when the step is reached.
        var ifKnown: Severity?
        /// The severity where the child was known before the duty began.
        var ifKnownBefore: Severity?
        var onlyIfKnown: Bool
        /// Whether it warns before the answer is due: it falls away where the answer comes in time.
        var isEarly: Bool
        var condition: Condition?
    }

    static let word = "overdue"

    let since: Since
    let condition: Condition?
    let unless: FactSelection
    /// The time before the beginning in which an answer already counts.
    let orBefore: Span
    let until: Occurrences?
    let steps: [Step]
    /// The time within which breaches become one state; nil: each is a state of its own.
    let together: Span?
    let reaches: Int

    var triggers: Triggers {
        let usesKnown = steps.contains { $0.onlyIfKnown || $0.ifKnown != nil || $0.ifKnownBefore != nil }
        let own: Triggers =
            switch since {
            case .outOfAreaPlacement: Triggers(kinds: Triggers.placements)
            case .nationalAlert: Triggers(kinds: Triggers.absences + [.nationalAlertRaised])
            case .happening(let happening, _): happening.triggers
            }
        let conditions = [condition].compactMap(\.self) + steps.compactMap(\.condition)
        let all = Triggers(kinds: unless.kinds + (usesKnown ? Triggers.known : []))
        return conditions.reduce(all.union(own).union(until?.triggers ?? Triggers())) { $0.union($1.triggers) }
    }

    var references: [String] {
        let own = if case .happening(let happening, _) = since { happening.references } else { [] as [String] }
        return own + (until?.references ?? [])
    }

    var lookBack: Span {
        let longest = steps.map { step in
            switch step.after {
            case .elapsed(let span): span
            case .workingDays(let count): Span.days(Int64(count) * 3 + 7)
            }
        }
        let conditions = ([condition] + steps.map(\.condition)).compactMap { $0?.lookBack }
        return (longest.max() ?? .zero) + orBefore + (together ?? .zero) + (conditions.max() ?? .zero)
    }

    var needs: [FactKinds] {
        let begins: [FactKinds] =
            switch since {
            case .outOfAreaPlacement: [.placed]
            case .nationalAlert: [FactKinds(.nationalAlertRaised), .found]
            case .happening(let happening, _): [happening.need]
            }
        return begins + (condition?.needs ?? [])
    }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        var duties = duties(&context)
        if let condition {
            duties = duties.filter { condition.holds(at: $0.from, line: $0.indices.last, &context) }
        }
        guard !duties.isEmpty else { return [] }
        answer(&duties, by: unless.indices(context), &context)
        end(&duties, &context)
        var breaches: [[Breach]] = []
        for duty in duties {
            let unanswered = unanswered(duty, &context)
            if !unanswered.isEmpty { breaches.append(unanswered) }
        }
        guard let together else { return breaches.map { state(of: $0, context) } }
        let all = breaches.joined().sorted { ($0.at, $0.duty.number) < ($1.at, $1.duty.number) }
        var states = states(of: all, together)
        var from = Int64.min
        for place in states.indices {
            let held = all.filter { $0.at > from && $0.at <= states[place].lastAt }
            from = states[place].lastAt
            states[place].overtakenAt = overtaken(held)
            states[place].measures = measures(of: held)
        }
        return states
    }

    /// A step of a duty that was reached without an answer.
    struct Breach {
        var duty: Duty
        var at: Int64
        /// When the answer was due, which may be after an early warning.
        var due: Int64
        var step: Int
        var severity: Severity
        var isKnown: Bool
    }

    private func unanswered(_ duty: Duty, _ context: inout EvaluationContext) -> [Breach] {
        var breaches: [Breach] = []
        for (number, step) in steps.enumerated() {
            var at = deadline(step, duty, context)
            if step.onlyIfKnown {
                guard let known = context.known.firstKnown(from: at) else { continue }
                at = known
            }
            let end = min(duty.answered, duty.until)
            guard end > at, context.hasCome(at) else { break }
            if step.isEarly, let due = due(duty, context), end <= due { continue }
            if let condition = step.condition, !condition.holds(at: at, line: duty.indices.last, &context) { continue }
            let level = severity(step, duty, at, &context)
            let isKnown = level > step.severity || step.onlyIfKnown
            let due = step.isEarly ? due(duty, context) ?? at : at
            breaches.append(Breach(duty: duty, at: at, due: due, step: number, severity: level, isKnown: isKnown))
        }
        return breaches
    }

    /// Returns when the answer is due: at the first step that is no early warning.
    private func due(_ duty: Duty, _ context: EvaluationContext) -> Int64? {
        steps.first { !$0.isEarly }.map { deadline($0, duty, context) }
    }

    /// Returns when the last of what is overdue was answered or no longer awaited; nil while anything is outstanding.
    private func overtaken(_ breaches: [Breach]) -> Int64? {
        let end = breaches.map(\.duty.end).max() ?? .max
        return end == .max ? nil : end
    }

    private func severity(_ step: Step, _ duty: Duty, _ at: Int64, _ context: inout EvaluationContext) -> Severity {
        var level = step.severity
        if let known = step.ifKnown, context.known.isKnown(before: at) { level = known }
        if let known = step.ifKnownBefore, context.known.isKnown(before: duty.from) { level = max(level, known) }
        return level
    }

    private func state(of breaches: [Breach], _ context: EvaluationContext) -> CandidateFinding {
        let (first, last) = (breaches[0], breaches[breaches.count - 1])
        let severity = breaches.map(\.severity).max() ?? last.severity
        var candidate = CandidateFinding(
            key: key(of: first.duty, context),
            at: first.at,
            severity: severity,
            depth: last.step + 1
        )
        candidate.lastAt = last.at
        candidate.evidence = last.duty.indices
        candidate.others = last.duty.others
        candidate.overtakenAt = overtaken(breaches)
        candidate.measures = measures(of: breaches)
        return candidate
    }

    /// Returns the states of breaches. A state deepens with each step, and each time the number of breaches doubles.
    private func states(of breaches: [Breach], _ together: Span) -> [CandidateFinding] {
        var builder = EpisodeBuilder(quiet: together)
        var first = 0
        var duties: Set<Int> = []
        var step = 0
        for (place, breach) in breaches.enumerated() {
            if place > 0, breach.at - breaches[place - 1].at > together.milliseconds {
                (first, duties, step) = (place, [], 0)
            }
            duties.insert(breach.duty.number)
            step = max(step, breach.step)
            guard duties.count >= reaches else { continue }
            let doublings = Int.bitWidth - 1 - (duties.count / reaches).leadingZeroBitCount
            builder.hold(at: breach.at, depth: step + 1 + doublings, severity: breach.severity) { candidate in
                let held = breaches[first...place]
                candidate.evidence = Set(held.flatMap(\.duty.indices)).sorted()
                candidate.others = held.flatMap(\.duty.others)
            }
        }
        return builder.keyed
    }

    /// Returns a key made of the first agency to report the duty and its reference.
    private func key(of duty: Duty, _ context: EvaluationContext) -> String {
        guard let first = duty.indices.first else { return "\(duty.from / 1_000)" }
        let line = context.facts[first]
        let agency = context.directory.agencies[Int(line.agency)].name
        return switch since {
        case .nationalAlert, .happening(.found, _): context.episodeKey(first)
        case .outOfAreaPlacement: "\(agency) \(line.value(.placement) ?? "")"
        case .happening(_, let field?): "\(agency) \(line.value(field) ?? "")"
        case .happening: "\(agency) \(duty.from / 1_000)"
        }
    }

    /// Returns what the sentences say of everything that is or was overdue: of the longest outstanding, or else of the
    /// longest of all.
    private func measures(of breaches: [Breach]) -> [Measure] {
        let duties = Set(breaches.map(\.duty.number)).count
        let open = breaches.filter { $0.duty.end == .max }
        let reported = (open.isEmpty ? breaches : open).max { ($0.step, $1.at) < ($1.step, $0.at) }
        guard let reported else { return [] }
        var measures = [
            Self.mark, Measure("since", .instant(Instant(milliseconds: reported.duty.from))),
            Measure("due", .instant(Instant(milliseconds: reported.due))),
            Measure("known", .count(reported.isKnown ? 1 : 0)),
            Measure("step", .count(reported.step + 1)), Measure("count", .count(duties)),
            Measure("outstanding", .count(Set(open.map(\.duty.number)).count)),
        ]
        if reported.duty.answered != .max {
            measures.append(Measure("answered", .instant(Instant(milliseconds: reported.duty.answered))))
        }
        if case .workingDays(let days) = steps[reported.step].after {
            measures.append(Measure("working days", .count(days)))
        }
        return measures
    }

    private func deadline(_ step: Step, _ duty: Duty, _ context: EvaluationContext) -> Int64 {
        switch step.after {
        case .elapsed(let span): return duty.fromLatest + span.milliseconds
        case .workingDays(let count):
            let begin = context.zone.day(of: Instant(milliseconds: duty.from))
            let last = context.calendar.day(count, workingDaysAfter: begin)
            return context.zone.startOfDay(last.advanced(by: 1)).milliseconds
        }
    }
}
