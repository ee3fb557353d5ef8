import SafeguardingModel
import StrictYAML

/// `foundAgain`: the child is found again and again with the same adult, who is neither family nor there for their
/// work.
///
/// ```yaml
/// foundAgain: { times: 2, within: 90 d, sharedByMoreThan: 25 }
/// ```
struct FoundAgainPattern: Pattern {
    static let word = "foundAgain"

    let times: Int
    let within: Span
    let mostSharing: Int
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["times", "within", "sharedByMoreThan"])
        times = try mapping.required("times").integer(in: 2...1_000)
        within = try mapping.required("within").window()
        mostSharing = try mapping["sharedByMoreThan"]?.integer(in: 1...100_000) ?? 25
        severity = reading.severity
    }

    var triggers: Triggers { Triggers(kinds: Triggers.absences, links: true) }
    var sharedByMoreThan: Int? { mostSharing }
    var lookBack: Span { within }
    /// The time within which a later listing makes it contact with a person of concern, which another rule reports
    /// instead.
    static let listedWithin = Span.days(365)

    /// One person with whom the child was found, by all keys that these times share.
    fileprivate struct Companion {
        var keys: Set<LinkKey> = []
        var met: [Meeting] = []
        /// The number of the last mention of this person among all mentions.
        var last = 0
    }

    fileprivate struct Meeting {
        var line: Int
        var absence: Int
        var at: Int64
        var link: Link
    }

    /// The facts about a companion that make it an everyday thing to be found with them.
    fileprivate struct Everyday {
        var isByRole: Bool
        var isFriend: Bool
        /// The ages that any agency gives to a holder of the keys.
        var ages: [KeyAge]
    }

    /// All people with whom the child was found, each by the keys that were named together.
    private struct Companions {
        private var all: [Companion] = []
        private var places: [LinkKey: Int] = [:]
        private var count = 0

        mutating func meet(_ keys: [LinkKey], _ meeting: Meeting) {
            let known = Set(keys.compactMap { places[$0] }).sorted()
            let place = known.first ?? all.count
            if known.isEmpty { all.append(Companion()) }
            for other in known.dropFirst() { join(other, to: place) }
            for key in keys {
                all[place].keys.insert(key)
                places[key] = place
            }
            all[place].met.append(meeting)
            count += 1
            all[place].last = count
        }

        private mutating func join(_ other: Int, to place: Int) {
            for key in all[other].keys { places[key] = place }
            all[place].keys.formUnion(all[other].keys)
            all[place].met = (all[place].met + all[other].met).sorted { $0.line < $1.line }
            all[other] = Companion()
        }

        /// The companions in the order in which the child was last found with them.
        var inOrder: [Companion] { all.filter { !$0.met.isEmpty }.sorted { $0.last < $1.last } }
    }

    var needs: [FactKinds] { [.linked, .found] }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        guard context.linkedFacts >= times else { return [] }
        var candidates: [CandidateFinding] = []
        for companion in companions(&context) where companion.met.count >= times {
            let persons = context.persons(with: companion.keys)
            let everyday = context.everyday(companion)
            var builder = EpisodeBuilder(quiet: within)
            var first = 0
            var absences = Tally<Int>()
            for last in companion.met.indices {
                let at = companion.met[last].at
                absences.add(companion.met[last].absence)
                while companion.met[first].at < at - within.milliseconds {
                    absences.remove(companion.met[first].absence)
                    first += 1
                }
                let count = absences.distinct
                guard count >= times, !isOfConcern(persons, at, &context),
                    !persons.isEmpty || !context.isEveryday(companion, everyday, at)
                else { continue }
                builder.hold(at: at, depth: count, severity: severity, place: last)
            }
            candidates += builder.keyed { candidate, last in
                let at = companion.met[last].at
                let begin = companion.met.partitioningIndex { $0.at >= at - within.milliseconds }
                fill(&candidate, companion, companion.met[begin...last], context.past(of: persons, by: at))
            }
        }
        return candidates
    }

    private func fill(
        _ candidate: inout CandidateFinding,
        _ companion: Companion,
        _ met: ArraySlice<Meeting>,
        _ past: [ChronologyFact]
    ) {
        let count = Set(met.map(\.absence)).count
        candidate.key = companion.keys.min().map { "met \($0)" } ?? ""
        candidate.evidence = Set(met.map(\.line)).sorted()
        candidate.others = past
        candidate.measures = [Self.mark, Measure("count", .count(count)), Measure("within", .span(within))]
        if !past.isEmpty { candidate.measures.append(Measure("past", .count(past.count))) }
    }

    /// Whether a person is of concern at that time or listed within a year, so that the contact is reported as such.
    private func isOfConcern(_ persons: [Person], _ at: Int64, _ context: inout EvaluationContext) -> Bool {
        for person in persons {
            let concern = person.concern(at: at, lookBack: Self.listedWithin.milliseconds, registers: [])
            if let concern, context.hasCome(concern.from) { return true }
        }
        return false
    }

    private func companions(_ context: inout EvaluationContext) -> [Companion] {
        var companions = Companions()
        for (index, absence) in context.absences.members
        where context.facts[index].kind == .missingFound && context.absences.all[absence].isMissing {
            for link in context.facts[index].links where link.role == .foundWith {
                let at = context.facts[index].at
                let keys = link.keys.filter { key in
                    context.weightless(key, of: link, at: at, sharedByMoreThan: mostSharing) == nil
                }
                guard !keys.isEmpty else { continue }
                companions.meet(keys, Meeting(line: index, absence: absence, at: at, link: link))
            }
        }
        return companions.inOrder
    }
}

extension EvaluationContext {
    /// Returns each person who was ever called of concern and has one of these keys, once.
    fileprivate func persons(with keys: Set<LinkKey>) -> [Person] {
        var persons: [Person] = []
        for key in keys.sorted() {
            guard let person = people.person(with: key)?.person, person.periods.contains(where: { $0.from <= now })
            else { continue }
            if !persons.contains(where: { $0.name == person.name }) { persons.append(person) }
        }
        return persons
    }

    /// Returns the facts by which registers and agencies called them of concern by then, which the reader has to know.
    fileprivate func past(of persons: [Person], by instant: Int64) -> [ChronologyFact] {
        ChronologyFact.inOrder(persons.flatMap(\.assertions).map(\.line).filter { $0.at <= instant })
    }

    /// Whether there is an everyday reason to be found with somebody: they are family, care for the child or work with
    /// children, or are children themselves.
    fileprivate func isEveryday(
        _ companion: FoundAgainPattern.Companion,
        _ reason: FoundAgainPattern.Everyday,
        _ instant: Int64
    ) -> Bool {
        if reason.isByRole { return true }
        let day = day(instant)
        if !reason.ages.isEmpty { return reason.ages.allSatisfy { $0.isChild(on: day, toldOn: self.day($0.at)) } }
        return reason.isFriend || companion.keys.contains { people.residents.isChild($0, on: day) }
    }

    /// Returns the everyday facts about a companion, gathered once for all times that the child was found with them.
    fileprivate func everyday(_ companion: FoundAgainPattern.Companion) -> FoundAgainPattern.Everyday {
        let links = companion.met.map(\.link)
        return FoundAgainPattern.Everyday(
            isByRole: links.contains { $0.relation == .professional || isRelative($0) }
                || companion.keys.contains(where: isEveryday),
            isFriend: links.contains { $0.relation == .friend },
            ages: companion.keys.flatMap(people.ages(of:)).filter { $0.at <= now }
        )
    }
}

extension FoundAgainPattern {
    static var placeholders: [String] { ["count", "within", "last"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        var values = ["count": "\(finding.count("count") ?? 0)", "within": RuleWords.period(within)]
        values["last"] = explained.own.last.map(explained.when)
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        let past = finding.has("past") ? ", formerly of concern," : ""
        return HeadlineTemplate("Found {count} times with the same adult\(past) in {within}[ (last {last})]")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let count = finding.count("count") ?? 0
        return [
            "With the same person \(count) times in \(RuleWords.length(within)) (alert at \(times)).",
            "Not recorded as family, a carer, another child or somebody working with {child}.",
        ]
            + zip(explained.facts, explained.isOwn).map { line, isOwn in
                isOwn ? explained.dated(line) : "Known about them before: \(explained.dated(line))"
            }
    }

    var requirements: [Requirement] { [.happening(.found), .happening(.missing)] }

    func unmet(_ context: inout EvaluationContext) -> String {
        "The child has not been found with the same adult \(times) times within \(RuleWords.length(within))."
    }
}
