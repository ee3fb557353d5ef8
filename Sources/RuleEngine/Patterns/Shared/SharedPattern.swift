import SafeguardingModel
import StrictYAML

/// `shared`: one person, place or thing is named in facts about several children who do not live together. Only in a
/// rule `about: shared`.
///
/// ```yaml
/// shared:
///   what: anything                   # or: people (and their phones, online names, vehicles), places
///   of: [concern.observed, return-interview.completed]       # without it, any fact
///   exceptKinds: [school, station]   # places of these kinds are everybody's
///   children: 2                      # of so many households
///   facts: 4
///   sectors: 2
///   within: 180 d
///   steps: [{ children: 3, severity: critical }]
///   alsoToldBy: { sectors: [probation, licensing], within: 365 d }   # only where one of these names it too
///   unlessToldBy: { sectors: [police], within: 10 d }                # only where none of these does in time
///   phonesByAgencies: 2              # a phone in one agency's facts alone is likely that agency's own
///   sharedByMoreThan: 25             # children: then it is a professional's, and says nothing
///   quiet: 180 d
/// ```
struct SharedPattern: Pattern {
    enum What: String, CaseIterable, Sendable { case anything, people, places }

    struct Voices: Sendable {
        var sectors: [Sector]
        var within: Span
    }

    static let word = "shared"

    let what: What
    let of: FactSelection?
    let exceptKinds: [String]
    let children: Int
    let facts: Int
    let sectors: Int
    let within: Span
    let steps: [(children: Int, severity: Severity)]
    let also: Voices?
    let unless: Voices?
    let phonesByAgencies: Int
    let mostSharing: Int
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        guard reading.isShared else { throw node.fault("'shared' stands only in a rule with 'about: shared'") }
        let mapping = try node.mapping(of: [
            "what", "of", "exceptKinds", "children", "facts", "sectors", "within", "steps", "alsoToldBy",
            "unlessToldBy", "phonesByAgencies", "sharedByMoreThan", "quiet",
        ])
        what = try mapping["what"]?.choice(What.self) ?? .anything
        of = try mapping["of"].map { node throws(YAMLError) in try reading.selection(node) }
        exceptKinds = try mapping["exceptKinds"]?.strings() ?? ["school"]
        children = try mapping["children"]?.integer(in: 1...100) ?? 1
        facts = try mapping["facts"]?.integer(in: 1...1_000) ?? 1
        sectors = try mapping["sectors"]?.integer(in: 1...64) ?? 1
        within = try mapping.required("within").window()
        steps = try SharedPattern.steps(mapping["steps"])
        also = try mapping["alsoToldBy"].map(SharedPattern.voices)
        unless = try mapping["unlessToldBy"].map(SharedPattern.voices)
        phonesByAgencies = try mapping["phonesByAgencies"]?.integer(in: 1...10) ?? 1
        mostSharing = try mapping["sharedByMoreThan"]?.integer(in: 1...100_000) ?? 25
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    private static func steps(_ node: YAMLNode?) throws(YAMLError) -> [(children: Int, severity: Severity)] {
        var steps: [(children: Int, severity: Severity)] = []
        for item in try node?.list() ?? [] {
            let mapping = try item.mapping(of: ["children", "severity"])
            let count = try mapping.required("children").integer(in: 2...100)
            steps.append((count, try mapping.required("severity").choice(Severity.self)))
        }
        return steps
    }

    private static func voices(_ node: YAMLNode) throws(YAMLError) -> Voices {
        let mapping = try node.mapping(of: ["sectors", "within"])
        let sectors = try mapping.required("sectors").sectors()
        return Voices(sectors: sectors, within: try mapping.required("within").window())
    }

    var triggers: Triggers { Triggers(links: true) }
    var lookBack: Span { max(within, also?.within ?? .zero) + (unless?.within ?? .zero) + quiet }

    /// The part of the shared thing that counts: a key that everybody has is left out, and its other keys still count.
    private struct Meant {
        var sharing: Sharing
        var keys: Set<LinkKey>
        /// The indices of the facts about children that count.
        var named: [Int]
    }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        guard let meant = meant(&context), meant.named.count >= max(facts, children) else { return [] }
        let (named, sharing) = (meant.named, meant.sharing)
        let voices = (0..<context.count).filter { isVoice(context.facts[$0], meant, context) }
        if also != nil, voices.isEmpty { return [] }
        guard households(named, sharing, context) >= children else { return [] }
        var builder = EpisodeBuilder(quiet: quiet)
        // The evidence of the state so far. It keeps each child who was once part of it, so that further children
        // deepen it.
        var carried = Carried()
        var recent = Recent()
        var (next, first) = (0, 0)
        for index in Set(named + (also == nil ? [] : voices)).sorted() {
            let at = context.facts[index].at
            while next < named.count, named[next] <= index {
                recent.add(named[next], sharing, context)
                next += 1
            }
            while first < next, context.facts[named[first]].at < at - within.milliseconds {
                recent.remove(named[first], sharing, context)
                first += 1
            }
            guard next - first >= facts, recent.households.distinct >= children, recent.sectors.distinct >= sectors,
                !isOneAgencysPhone(recent, sharing),
                let entered = moment(at, named[first..<next], voices, index, &context)
            else { continue }
            if let last = builder.candidates.last, entered - last.lastAt > quiet.milliseconds { carried = Carried() }
            let households = carried.households(with: recent)
            let level = steps.last { $0.children <= households }?.severity ?? severity
            builder.hold(at: entered, depth: depth(households, next - first), severity: max(level, severity)) {
                candidate in
                carried.add(named[first..<next], recent)
                let heard = heard(voices, by: index, context)
                fill(&candidate, carried, heard, since: at - within.milliseconds, meant, context)
            }
        }
        return builder.keyed
    }

    private func fill(
        _ candidate: inout CandidateFinding,
        _ carried: Carried,
        _ heard: ArraySlice<Int>,
        since: Int64,
        _ meant: Meant,
        _ context: EvaluationContext
    ) {
        let joins = context.joins(carried.indices.sorted(), meant.sharing)
        candidate.evidence = carried.indices.union(heard).union(joins).sorted()
        candidate.measures = [
            Self.mark, Measure("children", .count(carried.households.count)),
            Measure("count", .count(carried.indices.count)), Measure("within", .span(within)),
        ]
        if let first = carried.indices.min(), context.facts[first].at < since {
            candidate.measures.append(Measure("since", .instant(Instant(milliseconds: context.facts[first].at))))
        }
        if !joins.isEmpty { candidate.measures.append(Measure("joined", .count(joins.count))) }
    }

    /// The facts on which a state rests since its beginning, and the households of their children.
    private struct Carried {
        private(set) var indices: Set<Int> = []
        private(set) var households: Set<SubjectIndex> = []

        mutating func add(_ window: ArraySlice<Int>, _ recent: Recent) {
            indices.formUnion(window)
            households.formUnion(recent.households.keys)
        }

        /// Returns the number of households, together with those of a window.
        func households(with recent: Recent) -> Int {
            households.count + recent.households.keys.count { !households.contains($0) }
        }
    }

    /// Counts over the facts in a window of time, kept up to date while the window moves.
    private struct Recent {
        private(set) var households = Tally<SubjectIndex>()
        private(set) var sectors = Tally<UInt64>()
        private(set) var agencies = Tally<UInt16>()

        mutating func add(_ line: Int, _ sharing: Sharing, _ context: EvaluationContext) {
            if let child = sharing.child(of: context.facts[line]) { households.add(sharing.household(of: child)) }
            sectors.add(context.sector(of: context.facts[line]))
            agencies.add(context.facts[line].agency)
        }

        mutating func remove(_ line: Int, _ sharing: Sharing, _ context: EvaluationContext) {
            if let child = sharing.child(of: context.facts[line]) { households.remove(sharing.household(of: child)) }
            sectors.remove(context.sector(of: context.facts[line]))
            agencies.remove(context.facts[line].agency)
        }
    }

    private func depth(_ households: Int, _ count: Int) -> Int {
        facts == 1 ? households : households + Int.bitWidth - 1 - max(1, count / facts).leadingZeroBitCount
    }

    /// Returns what counts; nil for a home's own address, a professional, and keys that everybody has.
    private func meant(_ context: inout EvaluationContext) -> Meant? {
        guard let sharing = context.sharing else { return nil }
        if what == .places && !sharing.isPlace || what == .people && sharing.isPlace { return nil }
        guard !sharing.keys.contains(where: { $0.isMeeting || context.people.isHome($0) }) else { return nil }
        let keys = sharing.keys.filter { key in
            context.childrenSharing(key, by: .max) <= mostSharing || context.isGivenToSomebody(key)
        }
        guard !keys.isEmpty else { return nil }
        var meant = Meant(sharing: sharing, keys: keys, named: [])
        meant.named = (0..<context.count).filter { counts(context.facts[$0], meant, &context) }
        return meant
    }

    private func counts(_ line: ChronologyFact, _ meant: Meant, _ context: inout EvaluationContext) -> Bool {
        let sharing = meant.sharing
        guard let child = sharing.child(of: line), !sharing.isAtHome(child) else { return false }
        if let of, !of.contains(line, context) { return false }
        for link in line.links where names(link, meant) && !(sharing.isPlace && context.isOwnPlace(link, in: line)) {
            if sharing.isOfConcern { return true }
            // The age in the fact itself: somebody who calls himself fifteen to one child is no child to the others.
            let ages = KeyAge(link, line).map { [$0] } ?? []
            let person = KnownPerson(told: sharing.told(of: child), ages: ages)
            let relation = context.relation(of: person, at: line.at)
            if context.rules.relations[relation].shared == .counts { return true }
        }
        return false
    }

    private func names(_ link: Link, _ meant: Meant) -> Bool {
        !link.isPublicPlace && !exceptKinds.contains(link.kind) && link.keys.contains(where: meant.keys.contains)
    }

    /// Whether a fact is from one of the sectors asked for and names the thing, for a child or for the adult alone.
    private func isVoice(_ line: ChronologyFact, _ meant: Meant, _ context: EvaluationContext) -> Bool {
        guard let wanted = also ?? unless, wanted.sectors.contains(context.sectorName(of: line)) else { return false }
        return line.links.contains { names($0, meant) }
    }

    private func households(_ indices: some Sequence<Int>, _ sharing: Sharing, _ context: EvaluationContext) -> Int {
        Set(indices.compactMap { sharing.child(of: context.facts[$0]).map(sharing.household) }).count
    }

    private func isOneAgencysPhone(_ recent: Recent, _ sharing: Sharing) -> Bool {
        guard phonesByAgencies > 1, sharing.keys.allSatisfy({ $0.scheme == .phone }) else { return false }
        return recent.agencies.distinct < phonesByAgencies
    }

    /// Returns the facts from the sectors of `alsoToldBy` within the time before.
    private func heard(_ voices: [Int], by index: Int, _ context: EvaluationContext) -> ArraySlice<Int> {
        guard let also else { return [] }
        let from = context.facts[index].at - also.within.milliseconds
        let end = voices.partitioningIndex { $0 > index }
        return voices[min(end, voices.partitioningIndex { context.facts[$0].at >= from })..<end]
    }

    /// Returns when it holds: at once; with `alsoToldBy` once both exist; with `unlessToldBy` when no such fact came in
    /// time.
    private func moment(
        _ at: Int64,
        _ recent: ArraySlice<Int>,
        _ voices: [Int],
        _ index: Int,
        _ context: inout EvaluationContext
    ) -> Int64? {
        if also != nil { return heard(voices, by: index, context).isEmpty ? nil : at }
        guard let unless else { return at }
        guard let first = recent.first else { return nil }
        let due = at + unless.within.milliseconds
        let isAnswered = context.holdsAny(voices, from: context.facts[first].at, through: due)
        return !isAnswered && context.hasCome(due) ? due : nil
    }
}

extension EvaluationContext {
    /// Whether a place belongs to the health service or school that sends the fact: where a child was seen or taught,
    /// or one named as a clinic or school. Such a place shows nothing about the child.
    fileprivate func isOwnPlace(_ link: Link, in line: ChronologyFact) -> Bool {
        guard [.health, .education].contains(sectorName(of: line)), link.kind != "home" else { return false }
        return line.kind == .healthAttended || line.kind == .attendanceMarked || PublicPlace.isService(name: link.label)
    }
}
