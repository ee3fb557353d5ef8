import SafeguardingModel
import StrictYAML

/// `overdue`: something should have followed and has not. `since: found` stands for the end of a missing absence,
/// `since: placement out of area` for a placement in another authority's area; otherwise facts, matched by a field.
///
/// ```yaml
/// overdue:
///   since: found
///   unless: [return-interview.completed, return-interview.refused]
///   steps:
///     - { after: 48 h, severity: low }
///     - { after: 72 h, severity: medium }
///     - { after: 7 d, severity: high, onlyIfKnown: true }
///   together: 30 d                  # what falls due within so long of each other is one alert
/// ```
struct OverduePattern: Pattern {
    enum Since: Sendable {
        case found
        case outOfAreaPlacement
        case facts(Pick, by: FieldName)
    }

    enum Clock: Sendable {
        case elapsed(Span)
        case workingDays(Int)
    }

    struct Step: Sendable {
        var after: Clock
        var severity: Severity
        var ifKnown: Severity?
        var onlyIfKnown: Bool
    }

    static let word = "overdue"

    let since: Since
    let unless: Pick
    /// How long before the beginning an answer may have come.
    let orBefore: Span
    let steps: [Step]
    /// What falls due within so long of each other is one state; nil: each is its own.
    let together: Span?

    var interest: Interest {
        let usesKnown = steps.contains { $0.onlyIfKnown || $0.ifKnown != nil }
        let own: [EventKind] =
            switch since {
            case .found: Interest.absences
            case .outOfAreaPlacement: Interest.placements
            case .facts(let pick, _): pick.kinds
            }
        return Interest(kinds: own + unless.kinds + (usesKnown ? Interest.known : []))
    }

    var lookBack: Span {
        let longest = steps.map { step in
            switch step.after {
            case .elapsed(let span): span
            case .workingDays(let count): Span.days(Int64(count) * 3 + 7)
            }
        }
        return (longest.max() ?? .zero) + orBefore
    }

    func drafts(_ look: inout Look) -> [Draft] {
        var duties = duties(&look)
        guard !duties.isEmpty else { return [] }
        answer(&duties, by: unless.lines(look), &look)
        var breaches: [[Breach]] = []
        for duty in duties {
            let unanswered = unanswered(duty, &look)
            if !unanswered.isEmpty { breaches.append(unanswered) }
        }
        guard let together else { return breaches.map { state(of: $0, look) } }
        return states(of: breaches.joined().sorted { ($0.at, $0.duty.number) < ($1.at, $1.duty.number) }, together)
    }

    /// One step of one duty reached without an answer.
    struct Breach {
        var duty: Duty
        var at: Int64
        var step: Int
        var severity: Severity
        var isKnown: Bool
    }

    private func unanswered(_ duty: Duty, _ look: inout Look) -> [Breach] {
        var breaches: [Breach] = []
        for (number, step) in steps.enumerated() {
            var at = deadline(step, duty, look)
            if step.onlyIfKnown {
                guard let known = look.known.firstKnown(from: at) else { continue }
                at = known
            }
            guard duty.answered > at, duty.until > at, look.hasCome(at) else { break }
            let level = step.ifKnown.map { look.known.isKnown(before: at) ? $0 : step.severity } ?? step.severity
            let isKnown = level > step.severity || step.onlyIfKnown
            breaches.append(Breach(duty: duty, at: at, step: number, severity: level, isKnown: isKnown))
        }
        return breaches
    }

    private func state(of breaches: [Breach], _ look: Look) -> Draft {
        let (first, last) = (breaches[0], breaches[breaches.count - 1])
        let severity = breaches.map(\.severity).max() ?? last.severity
        var draft = Draft(key: key(of: first.duty, look), at: first.at, severity: severity, depth: last.step + 1)
        draft.lines = last.duty.lines
        draft.measures = measures(last, count: 1)
        return draft
    }

    /// Deeper with every step, and with every doubling of what is overdue.
    private func states(of breaches: [Breach], _ together: Span) -> [Draft] {
        var spells = Spells(quiet: together)
        var held: [Breach] = []
        for breach in breaches {
            if let last = held.last, breach.at - last.at > together.milliseconds { held = [] }
            held.append(breach)
            let count = Set(held.map(\.duty.number)).count
            let step = held.map(\.step).max() ?? 0
            let doublings = Int.bitWidth - 1 - count.leadingZeroBitCount
            spells.hold(at: breach.at, depth: step + 1 + doublings, severity: breach.severity) { draft in
                draft.lines = Set(held.flatMap(\.duty.lines)).sorted()
                draft.measures = measures(held.max { ($0.step, $1.at) < ($1.step, $0.at) } ?? breach, count: count)
            }
        }
        return spells.keyed
    }

    /// The agency that told of it first, and its reference.
    private func key(of duty: Duty, _ look: Look) -> String {
        let line = look.lines[duty.lines[0]]
        let agency = look.directory.agencies[Int(line.agency)].name
        return switch since {
        case .found: look.episodeKey(duty.lines[0])
        case .outOfAreaPlacement: "\(agency) \(line.value(.placement) ?? "")"
        case .facts(_, let field): "\(agency) \(line.value(field) ?? "")"
        }
    }

    private func measures(_ breach: Breach, count: Int) -> [Measure] {
        var measures = [
            Self.mark, Measure("since", .instant(Instant(milliseconds: breach.duty.from))),
            Measure("due", .instant(Instant(milliseconds: breach.at))),
            Measure("known", .count(breach.isKnown ? 1 : 0)),
            Measure("step", .count(breach.step + 1)), Measure("count", .count(count)),
        ]
        if case .workingDays(let days) = steps[breach.step].after {
            measures.append(Measure("working days", .count(days)))
        }
        return measures
    }

    private func deadline(_ step: Step, _ duty: Duty, _ look: Look) -> Int64 {
        switch step.after {
        case .elapsed(let span): return duty.fromLatest + span.milliseconds
        case .workingDays(let count):
            let begin = look.zone.day(of: Instant(milliseconds: duty.from))
            let last = look.calendar.day(count, workingDaysAfter: begin)
            return look.zone.startOfDay(last.advanced(by: 1)).milliseconds
        }
    }
}
