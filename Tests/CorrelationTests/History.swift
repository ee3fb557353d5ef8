import Correlation
import RuleEngine
import SafeguardingModel

/// A short history and another way in which it may reach the bus.
struct History {
    /// How the same facts may come otherwise.
    enum Way: CaseIterable { case permuted, doubled, delayed, batched, restarted }

    var story: Story
    var way: Way
    /// What decides the details of the way.
    var seed: UInt64
    /// A correlator with the rules under which it is played, and nothing else.
    var begun: Played

    static func generated(_ dice: inout Dice, under begun: Played) -> History {
        History(story: .short(&dice), way: dice.pick(Way.allCases), seed: dice.next(), begun: begun)
    }

    /// What is wrong; nil where every property holds.
    func fault(_ oracle: Oracle) throws -> String? {
        let straight = try story.play(after: begun)
        let states = oracle.states(story.told, of: straight)
        if let fault = oracle.disagreement(states, straight) { return "in order: \(fault)" }
        let other = try playedOtherwise()
        if let fault = oracle.disagreement(states, other) { return "\(way): \(fault)" }
        let (one, two) = (essences(straight), essences(other))
        guard one != two else { return try early(oracle) }
        return
            "\(way) ends with other alerts:\n  \(words(two.subtracting(one)))\ninstead of\n  \(words(one.subtracting(two)))"
    }

    /// At some moment on the way, too, what stands is what the facts so far say.
    private func early(_ oracle: Oracle) throws -> String? {
        var dice = Dice(seed: seed)
        guard dice.happens(oneIn: 3) else { return nil }
        let told = Array(story.told.sorted { $0.arrives < $1.arrives }.prefix(1 + dice.below(max(1, story.told.count))))
        guard let last = told.last, told.allSatisfy({ $0.event.occurred.latest <= last.arrives }) else { return nil }
        var part = story
        part.told = told
        part.until = last.arrives
        let played = try part.play(after: begun)
        let fault = oracle.disagreement(oracle.states(told, of: played), played)
        return fault.map { "after \(told.count) of the events: \($0)" }
    }

    private func playedOtherwise() throws -> Played {
        var dice = Dice(seed: seed)
        var told = story.told.sorted { $0.arrives < $1.arrives }
        switch way {
        case .permuted: told.shuffle(using: &dice)
        case .doubled: told = (told + told.filter { _ in dice.happens(oneIn: 2) }).sorted { $0.arrives < $1.arrives }
        case .delayed:
            for index in told.indices where dice.happens(oneIn: 2) {
                told[index].arrives = min(told[index].arrives + .days(Int64(dice.below(30))), Story.at(139))
            }
            told.sort { $0.arrives < $1.arrives }
        case .batched: for index in told.indices { told[index].arrives = Story.at(139) }
        case .restarted:
            let first = try story.play(Array(told.prefix(dice.below(told.count + 1))), after: begun)
            var again = begun
            for entry in first.entries.dropFirst() { again.apply(entry.body, at: entry.at) }
            guard again.effects == first.effects else { return first }
            return try story.play(told, after: begun)
        }
        return try story.play(told, after: begun)
    }

    private func essences(_ played: Played) -> Set<Essence> {
        Set(played.correlator.alerts.filter { !$0.isWithdrawn }.map(Essence.init))
    }

    private func words(_ essences: Set<Essence>) -> String {
        essences.map {
            "\($0.rule) \($0.key) \($0.severity) \($0.enteredAt.rfc3339) depth \($0.depth) \($0.evidence) \($0.explanation)"
        }.sorted().joined(separator: "\n  ")
    }
}

extension History {
    /// The smallest history found that still fails: facts are left out while the fault stays.
    func shrunk(_ oracle: Oracle) -> History {
        var small = self
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            for index in small.story.told.indices.reversed() {
                var less = small
                less.story.told.remove(at: index)
                guard (try? less.fault(oracle)) ?? nil != nil else { continue }
                small = less
                isSmaller = true
            }
        }
        return small
    }

    /// The history as a person reads it.
    var lines: String {
        story.told.map { told in
            let event = told.event
            let fields =
                event.fields.map { "\($0.name.rawValue) \($0.value)" } + event.links.map { "\($0.role) \($0.keys)" }
            let day = event.occurred.precision == .day ? " (day)" : ""
            let of = event.corrects.map { " of \($0)" } ?? ""
            return
                "  \(event.id) \(event.kind.rawValue)\(of) \(event.occurred.earliest.rfc3339)\(day) \(event.subject) "
                + "\(fields.joined(separator: ", "))"
        }.joined(separator: "\n")
    }
}

extension Oracle {
    /// What the facts say of the children of a play, at its end.
    func states(_ told: [Story.Told], of played: Played) -> [PlainState] {
        let correlator = played.correlator
        let children = Dictionary(uniqueKeysWithValues: correlator.children.map { ($0, correlator.records(of: $0)) })
        return states(told, children: children, now: played.entries.last?.at ?? .distantPast)
    }

    /// Where what stands is not what the facts say; nil where they agree.
    func disagreement(_ said: [PlainState], _ played: Played) -> String? {
        let ids = Dictionary(uniqueKeysWithValues: played.entries.map { ($0.position, $0.eventID ?? "") })
        let alerts = played.correlator.alerts.filter { !$0.isWithdrawn && !uncovered.contains($0.rule) }
        let found = alerts.map { PlainState($0.finding, ids) }
        if let fault = alerts.lazy.compactMap({ baseless($0) }).first { return fault }
        guard said.counts != found.counts else { return nil }
        let (only, missing) = (found.filter { !said.contains($0) }, said.filter { !found.contains($0) })
        return "the engine alone says\n    \(words(only))\n  the plain reading alone says\n    \(words(missing))"
    }

    /// An alert that rests on something that nobody told, or that says less of its evidence than it has.
    private func baseless(_ alert: Alert) -> String? {
        guard alert.explanation.evidence.map(\.position) == alert.finding.evidence else {
            return "\(alert.rule) rests on facts that are gone"
        }
        return alert.finding.evidence.isEmpty ? "\(alert.rule) rests on nothing" : nil
    }

    private func words(_ states: [PlainState]) -> String {
        states.map { state in
            "\(state.rule) \(state.child) from \(Instant(milliseconds: state.from).rfc3339) depth \(state.depth) "
                + "\(state.severity) on \(state.evidence)"
        }.sorted().joined(separator: "\n    ")
    }
}

extension PlainState {
    init(_ finding: Finding, _ ids: [Int64: String]) {
        self.init(
            rule: finding.rule,
            child: finding.subject.child ?? ChildID(rawValue: ""),
            from: finding.enteredAt.milliseconds,
            depth: finding.depth,
            severity: finding.severity,
            evidence: finding.evidence.map { ids[$0] ?? "" }
        )
    }
}

extension JournalEntry {
    fileprivate var eventID: String? { if case .event(let event, _) = body { event.id } else { nil } }
}

extension [PlainState] {
    /// How often each stands.
    fileprivate var counts: [PlainState: Int] { reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}
