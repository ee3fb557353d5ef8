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
        case .alert(let place): escalate(Int(place))
        case .telling(let place):
            book.entries[Int(place)].tellAt = nil
            publish(place, Effect.revised)
        case .rule(let child, let rule):
            _ = files[Int(child)].setWake(of: rule, at: nil)
            if let shared = files[Int(child)].shared {
                sharedTouched.insert(shared)
                return judgeShared(because: .time)
            }
            judge([child], rules: [Int(rule)], because: .time)
        }
    }

    /// Returns whether a wake is still valid: the facts may have changed since it was set.
    private func isDue(_ wake: Wake) -> Bool {
        switch wake.cause {
        case .alert(let place): book.deadline(of: place) == wake.at
        case .telling(let place): book.entries[Int(place)].tellAt == wake.at
        case .rule(let child, let rule): files[Int(child)].wake(of: rule) == wake.at
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
    /// The time in milliseconds for which a late fact still changes findings: yearly returns are corrected months
    /// afterwards.
    private static let lateness: Int64 = 366 * 86_400_000

    /// Forgets old facts, once a week, so that neither the number of ticks nor that of children matters.
    private mutating func forgetTheOld() {
        let current = now.milliseconds / Correlator.weekLength
        guard current > week else { return }
        week = current
        for file in files.indices {
            guard files[file].chronology.begins < cutoff else { continue }
            for place in files[file].alerts where isSettled(book.entries[Int(place)].alert.finding) {
                keepExplanation(place)
            }
            let old = files[file].chronology.evict(before: cutoff, keeping: \.isState)
            for line in old {
                standings[line.name] = nil
                worlds[files[file].isExercise ? 1 : 0].value.evict(line, meeting: meeting(of: line))
                evictAdults(of: line, files[file].isExercise)
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
            if case .adults(let isExercise) = standings[name] {
                worlds[isExercise ? 1 : 0].value.evict(line)
                evictAdults(of: line, isExercise)
            }
            adultFacts[name] = nil
            standings[name] = nil
        }
    }
}
