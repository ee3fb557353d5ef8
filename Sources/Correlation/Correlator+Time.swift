import HeapModule
import RuleEngine
import SafeguardingModel

extension Correlator {
    /// Lets time pass to an instant, and each deadline on the way fall due at its own moment.
    mutating func advance(to instant: Instant) {
        while let wake = wakes.min, wake.at <= instant.milliseconds {
            wakes.removeMin()
            guard isDue(wake) else { continue }
            now = max(now, Instant(milliseconds: wake.at))
            forgetTheOld()
            fire(wake)
        }
        now = max(now, instant)
        forgetTheOld()
    }

    private mutating func fire(_ wake: Wake) {
        switch wake.cause {
        case .escalation(let alert): escalate(alert)
        case .publication(let alert):
            book.entries[alert].publishAt = nil
            publish(alert, Effect.revised)
        case .rule(let subject, let rule):
            _ = subjects[subject].setWake(of: rule, at: nil)
            if let key = subjects[subject].key {
                worlds[subjects[subject].realm.index].changed.insert(key)
                return judgeShared(because: .time)
            }
            judge([subject], rules: [rule], because: .time)
        }
    }

    /// Returns whether a wake is still valid: the facts may have changed since it was set.
    private func isDue(_ wake: Wake) -> Bool {
        switch wake.cause {
        case .escalation(let alert): book.deadline(of: alert) == wake.at
        case .publication(let alert): book.entries[alert].publishAt == wake.at
        case .rule(let subject, let rule): subjects[subject].wake(of: rule) == wake.at
        }
    }

    mutating func dropStaleWakes() {
        while let wake = wakes.min, !isDue(wake) { wakes.removeMin() }
    }

    /// The time before which facts are forgotten, in milliseconds; state that does not age (a placement, a flag, a
    /// register) is kept.
    var cutoff: Int64 { settled - rules.horizon.milliseconds }

    /// The time before which findings are settled, in milliseconds: they rest on facts that may be forgotten, and are
    /// neither withdrawn nor raised.
    var settled: Int64 {
        week == .min ? .min / 2 : week * Correlator.weekLength - Correlator.lateness
    }

    private static let weekLength: Int64 = 7 * 86_400_000
    /// The time in milliseconds for which a late fact still changes findings: three years. Yearly returns are corrected
    /// months afterwards, a man's wrong name or two children's joined records after years.
    private static let lateness: Int64 = 3 * 366 * 86_400_000

    /// Forgets old facts, once a week, so that neither the number of ticks nor that of children matters.
    private mutating func forgetTheOld() {
        let current = now.milliseconds / Correlator.weekLength
        guard current > week else { return }
        week = current
        for subject in subjects.indices
        where subjects[subject].key != nil || subjects[subject].chronology.begins < cutoff {
            for alert in subjects[subject].alerts where isSettled(book.entries[alert].alert.finding) {
                keepExplanation(of: alert)
            }
        }
        for subject in subjects.indices where subjects[subject].chronology.begins < cutoff {
            let old = subjects[subject].chronology.evict(before: cutoff, keeping: \.isState)
            for line in old {
                locations[line.name] = nil
                worlds[subjects[subject].realm.index].links.value.evict(line, meeting: meeting(of: line))
                evictAdults(of: line, in: subjects[subject].realm)
            }
        }
        forgetSetAside()
        forgetOldAdultFacts()
        readAdultsAgain(because: "what had told of adults whom a person told apart is forgotten")
    }

    /// Forgets old facts about adults. A person of concern remains one; the fact itself is kept only if it came from a
    /// register.
    private mutating func forgetOldAdultFacts() {
        let old = adultFacts.filter { $0.value.at < cutoff && !$0.value.kind.isState }
        for (name, line) in old {
            if case .adults(let realm) = locations[name] {
                worlds[realm.index].links.value.evict(line)
                evictAdults(of: line, in: realm)
            }
            adultFacts[name] = nil
            locations[name] = nil
        }
    }
}
