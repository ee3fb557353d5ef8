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
        let answers = unless.lines(look)
        return duties(&look).compactMap { draft($0, answers, &look) }
    }

    private func draft(_ duty: Duty, _ answers: [Int], _ look: inout Look) -> Draft? {
        let answered = answers.filter { answer($0, answersTo: duty, look) }.map { look.lines[$0].at }.min() ?? .max
        var draft: Draft?
        for (number, step) in steps.enumerated() {
            var at = deadline(step, duty, look)
            if step.onlyIfKnown {
                guard let known = look.known.firstKnown(from: at) else { continue }
                at = known
            }
            guard answered > at, duty.until > at, look.hasCome(at) else { break }
            let level = step.ifKnown.map { look.known.isKnown(before: at) ? $0 : step.severity } ?? step.severity
            var next = draft ?? Draft(key: duty.key, at: at, severity: level, depth: number + 1)
            next.severity = max(level, next.severity)
            next.depth = number + 1
            next.lines = duty.lines
            next.measures = measures(duty, at, level > step.severity || step.onlyIfKnown, step)
            draft = next
        }
        return draft
    }

    private func measures(_ duty: Duty, _ at: Int64, _ isKnown: Bool, _ step: Step) -> [Measure] {
        var measures = [
            Self.mark, Measure("since", .instant(Instant(milliseconds: duty.from))),
            Measure("due", .instant(Instant(milliseconds: at))), Measure("known", .count(isKnown ? 1 : 0)),
        ]
        if case .workingDays(let count) = step.after { measures.append(Measure("working days", .count(count))) }
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
