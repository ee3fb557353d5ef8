import Correlation
import RuleEngine
import SafeguardingModel

/// A short history and another way in which it may reach the bus.
struct History {
    /// How the same facts may come otherwise; `takenBack`: with others besides, each of which is withdrawn again.
    enum Way: CaseIterable { case permuted, doubled, delayed, yearsLate, batched, restarted, takenBack }

    /// The time for which what comes late counts: three years, up to the week in which the old is forgotten.
    static let judged = Span.days(3 * 366 - 8)
    /// The days by which what comes years late is late at most.
    private static let years = 900

    var story: Story
    var way: Way
    /// The seed of the details of the way.
    var seed: UInt64
    /// A correlator with the rules under which it is played, and nothing else.
    var begun: Played

    static func generated(_ dice: inout SeededGenerator, under begun: Played) throws -> History {
        var story = dice.happens(oneIn: 3) ? Story.short(&dice) : try Story.bent(&dice)
        let way = dice.pick(Way.allCases)
        if way == .yearsLate { story.until = story.until + .days(Int64(years)) }
        return History(story: story, way: way, seed: dice.next(), begun: begun)
    }

    /// Returns the alerts at the end and the fault; nil where every property holds.
    func judged(_ oracle: Oracle) throws -> (said: [PlainSaying], fault: String?) {
        let straight = try story.play(after: begun)
        let said = oracle.says(story.told, of: straight)
        if let fault = straight.mistold.first { return (said, "in order: \(fault)") }
        if let fault = oracle.disagreement(said, story.told, straight) { return (said, "in order: \(fault)") }
        let other = try playedOtherwise()
        if let fault = other.mistold.first { return (said, "\(way): \(fault)") }
        if let fault = oracle.disagreement(said, story.told, other) { return (said, "\(way): \(fault)") }
        let (one, two) = (essences(straight), essences(other))
        guard one != two else { return (said, try early(oracle)) }
        let (more, less) = (words(two.subtracting(one)), words(one.subtracting(two)))
        return (said, "\(way) ends with other alerts:\n  \(more)\ninstead of\n  \(less)")
    }

    /// At some moment on the way, too, what stands is what the facts so far say.
    private func early(_ oracle: Oracle) throws -> String? {
        var dice = SeededGenerator(seed: seed)
        guard dice.happens(oneIn: 6) else { return nil }
        let told = Array(story.told.sorted { $0.arrives < $1.arrives }.prefix(1 + dice.below(max(1, story.told.count))))
        guard let last = told.last, told.allSatisfy({ $0.event.occurred.latest <= last.arrives }) else { return nil }
        var part = story
        part.told = told
        part.until = last.arrives
        let played = try part.play(after: begun)
        let fault = oracle.disagreement(oracle.says(told, of: played), told, played)
        return fault.map { "after \(told.count) of the events: \($0)" }
    }

    private func playedOtherwise() throws -> Played {
        var dice = SeededGenerator(seed: seed)
        var told = story.told.sorted { $0.arrives < $1.arrives }
        let last = story.until - .days(1)
        switch way {
        case .permuted: told.shuffle(using: &dice)
        case .doubled: told = (told + told.filter { _ in dice.happens(oneIn: 2) }).sorted { $0.arrives < $1.arrives }
        case .delayed:
            for index in told.indices where dice.happens(oneIn: 2) {
                told[index].arrives = min(told[index].arrives + .days(Int64(dice.below(30))), last)
            }
            told.sort { $0.arrives < $1.arrives }
        case .yearsLate:
            for index in told.indices where dice.happens(oneIn: 3) {
                told[index].arrives = told[index].arrives + .days(Int64(dice.below(Self.years)))
            }
            told.sort { $0.arrives < $1.arrives }
        case .batched: for index in told.indices { told[index].arrives = last }
        case .restarted:
            // Folded to the middle, folded again from the same entries, and on from there.
            let half = dice.below(told.count + 1)
            let first = try story.play(Array(told.prefix(half)), after: begun, until: told.first?.arrives)
            var again = begun
            for entry in first.entries.dropFirst(begun.entries.count) { again.apply(entry.body, at: entry.at) }
            guard again.effects == first.effects else { return begun }
            return try story.play(Array(told.dropFirst(half)), after: again)
        case .takenBack: told += takenBack(told, &dice)
        }
        return try story.play(told.sorted { $0.arrives < $1.arrives }, after: begun)
    }

    /// Some of the facts once more under other names, at other times, and the withdrawal of each.
    private func takenBack(_ told: [Story.Told], _ dice: inout SeededGenerator) -> [Story.Told] {
        told.filter { $0.event.corrects == nil && dice.happens(oneIn: 2) }.flatMap { one -> [Story.Told] in
            var (more, gone) = (one, one)
            more.event.id += "-more"
            // Where a child lives stays known, and since when, though the fact that told it was a mistake.
            more.event.child?.postcode = ""
            more.event.child?.address = ""
            more.event.occurred = Occurrence(one.event.occurred.earliest - .hours(Int64(dice.below(100))))
            more.event.recorded = more.event.occurred.latest
            gone.event.id += "-gone"
            gone.event.kind = .eventWithdrawn
            gone.event.corrects = more.event.id
            gone.arrives = min(gone.arrives + .days(Int64(dice.below(40))), story.until - .days(1))
            return [more, gone]
        }
    }

    private func essences(_ played: Played) -> Set<Essence> {
        Set(played.correlator.alerts.filter { !$0.isWithdrawn && $0.isRecent(in: played) }.map(Essence.init))
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
                guard let fault = try? less.judged(oracle).fault, !fault.isEmpty else { continue }
                small = less
                isSmaller = true
            }
        }
        return small
    }

    /// The history as the lines of a script.
    var lines: String { story.told.map(\.line).joined(separator: "\n") }
}

extension Story.Told {
    fileprivate var line: String {
        let day = Zone.london.day(of: event.occurred.earliest).number - Story.day0.number
        let at = event.occurred.precision == .day ? "" : ", at: \"\(event.occurred.earliest.rfc3339.dropFirst(11))\""
        let fields = event.fields.map { "\($0.name.rawValue): \($0.value)" }
        let links = event.links.map { "\($0.role.rawValue): \($0.keys) (\($0.kind))" }
        let of = event.corrects.map { ", of: \($0)" } ?? ""
        let data = (fields + links).joined(separator: ", ")
        let child =
            event.subject.isEmpty ? "" : ", child: \(event.subject), born: \(event.child?.born?.description ?? "?")"
        return "  - { id: \(event.id), day: \(day)\(at), from: \(agency), type: \(event.kind.rawValue)\(of)\(child), "
            + "data: { \(data) }, arrives: \(arrives.rfc3339) }"
    }
}

extension Alert {
    /// A finding entered more than three years ago is settled: a late fact neither raises nor withdraws it.
    fileprivate func isRecent(in played: Played) -> Bool {
        finding.enteredAt > (played.entries.last?.at ?? .distantPast) - History.judged
    }
}

extension Oracle {
    /// Returns the findings about the children of a play, at its end.
    func says(_ told: [Story.Told], of played: Played) -> [PlainSaying] {
        let correlator = played.correlator
        let children = Dictionary(uniqueKeysWithValues: correlator.children.map { ($0, correlator.records(of: $0)) })
        let now = played.entries.last?.at ?? .distantPast
        return says(told, children: children, now: now)
            .filter { $0.from > now.milliseconds - History.judged.milliseconds }
    }

    /// Where what stands is not what the facts say; nil where they agree.
    func disagreement(_ said: [PlainSaying], _ told: [Story.Told], _ played: Played) -> String? {
        let ids = Dictionary(uniqueKeysWithValues: played.entries.map { ($0.position, $0.eventID ?? "") })
        let alerts = played.correlator.alerts.filter { !$0.isWithdrawn && $0.isRecent(in: played) }
        let found = alerts.map { PlainSaying($0.finding, ids) }
        let standing = PlainFact.standing(told, [:], agencies)
        if let fault = alerts.lazy.compactMap({ baseless($0, standing, ids) }).first { return fault }
        guard said.counts != found.counts else { return nil }
        let (only, missing) = (found.filter { !said.contains($0) }, said.filter { !found.contains($0) })
        return "the engine alone says\n    \(words(only))\n  the plain reading alone says\n    \(words(missing))"
    }

    /// An alert that rests on something that is gone, that says less of its evidence than it has, or says of a fact what no
    /// longer stands.
    private func baseless(_ alert: Alert, _ standing: [PlainFact], _ ids: [Position: String]) -> String? {
        // Of very many facts the first and the last are told.
        guard alert.explanation.evidence.map(\.position) == Excerpt(alert.finding.evidence).elements else {
            return "\(alert.rule) rests on facts that are gone"
        }
        for item in alert.explanation.evidence {
            let fact = standing.first { $0.event.id == ids[item.position] }
            guard let fact, fact.kind == item.kind, fact.agency.name == item.agency,
                fact.event.occurred == item.occurred
            else { return "\(alert.rule) says of \(ids[item.position] ?? "?") what no longer stands" }
        }
        return alert.finding.evidence.isEmpty ? "\(alert.rule) rests on nothing" : nil
    }

    private func words(_ sayings: [PlainSaying]) -> String { sayings.map(\.words).sorted().joined(separator: "\n    ") }
}

extension PlainSaying {
    fileprivate init(_ finding: Finding, _ ids: [Position: String]) {
        self.init(
            rule: finding.rule,
            subject: finding.subject.description,
            from: finding.enteredAt.milliseconds,
            depth: finding.depth,
            severity: finding.severity,
            evidence: finding.evidence.map { ids[$0] ?? "" },
            overtaken: finding.overtakenAt?.milliseconds
        )
    }
}

extension JournalEntry {
    fileprivate var eventID: String? { if case .event(let event, _) = body { event.id } else { nil } }
}

extension [PlainSaying] {
    /// How often each stands.
    fileprivate var counts: [PlainSaying: Int] { reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}
