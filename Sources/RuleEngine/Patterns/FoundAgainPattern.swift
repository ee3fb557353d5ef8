import SafeguardingModel
import StrictYAML

/// `foundAgain`: the child is found again and again with an adult who is neither family nor there for their work: the
/// same one, or others.
///
/// ```yaml
/// foundAgain:
///   times: 2
///   within: 90 d
///   with: same                     # recognised by a key; or: described, others
///   sharedByMoreThan: 25
/// ```
struct FoundAgainPattern: Pattern {
    enum With: String, CaseIterable, Sendable {
        /// One person whom the facts name by a key.
        case same
        /// One adult without any key, whom one agency describes in the same words.
        case described
        /// Adults of whom the last is another than those before.
        case others
    }

    static let word = "foundAgain"

    let times: Int
    let within: Span
    let with: With
    let mostSharing: Int
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["times", "within", "with", "sharedByMoreThan"])
        times = try mapping.required("times").integer(in: 2...1_000)
        within = try mapping.required("within").window()
        with = try mapping["with"]?.choice(With.self) ?? .same
        mostSharing = try mapping["sharedByMoreThan"]?.integer(in: 1...100_000) ?? 25
        severity = reading.severity
    }

    var triggers: Triggers { Triggers(kinds: Triggers.absences, links: true) }
    var sharedByMoreThan: Int? { mostSharing }
    var lookBack: Span { within }

    /// One person with whom the child was found, by all marks that these times share.
    fileprivate struct Companion {
        var marks: Set<Mark> = []
        var met: [Meeting] = []
        /// The number of the last mention of this person among all mentions.
        var last = 0

        var keys: Set<LinkKey> {
            Set(marks.compactMap { if case .key(let key) = $0 { key } else { nil } })
        }
    }

    /// A mark by which somebody is taken for the same person.
    fileprivate enum Mark: Hashable, CustomStringConvertible {
        case key(LinkKey)
        /// An agency's own words for somebody without a key.
        case words(String, AgencyName)

        var description: String {
            switch self {
            case .key(let key): "\(key)"
            case .words(let words, let agency): "\(agency) \(words)"
            }
        }
    }

    fileprivate struct Meeting {
        var line: Int
        var absence: Int
        var at: Int64
        var link: Link
    }

    /// All people with whom the child was found, each by the marks that were told together.
    private struct Companions {
        private var all: [Companion] = []
        private var places: [Mark: Int] = [:]
        private var count = 0

        mutating func meet(_ marks: [Mark], _ meeting: Meeting) {
            let known = Set(marks.compactMap { places[$0] }).sorted()
            let place = known.first ?? all.count
            if known.isEmpty { all.append(Companion()) }
            for other in known.dropFirst() { join(other, to: place) }
            for mark in marks {
                all[place].marks.insert(mark)
                places[mark] = place
            }
            all[place].met.append(meeting)
            count += 1
            all[place].last = count
        }

        private mutating func join(_ other: Int, to place: Int) {
            for mark in all[other].marks { places[mark] = place }
            all[place].marks.formUnion(all[other].marks)
            all[place].met = (all[place].met + all[other].met).sorted { $0.line < $1.line }
            all[other] = Companion()
        }

        /// The companions in the order in which the child was last found with them.
        var inOrder: [Companion] { all.filter { !$0.met.isEmpty }.sorted { $0.last < $1.last } }
    }

    var needs: [FactKinds] { with == .same ? [.linked, .found] : [.found] }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        if with == .same, context.linkedFacts < times { return [] }
        let companions = companions(&context).filter { with == .others || $0.met.count >= times }
        let persons = companions.map { companion in
            let keys = companion.keys
            return context.known(keys, in: keys.isEmpty ? companion.links(context) : context.links(to: keys))
        }
        let counting = zip(companions, persons).map { companion, person in
            companion.met.filter { counts(context.relation(of: person, at: $0.at), context) }
        }
        if with == .others { return others(counting, context) }
        return zip(companions, zip(persons, counting)).flatMap { companion, known in
            again(companion, known.0, Set(known.1.map(\.line)), context)
        }
    }

    /// Whether being found with somebody counts. Whoever is of concern at that time is told of as such.
    private func counts(_ relation: PersonRelation, _ context: EvaluationContext) -> Bool {
        switch relation {
        case .listed, .declared: false
        case .formerly, .adult: context.rules.relations[relation].foundWith == .counts
        default: with == .same && context.rules.relations[relation].foundWith == .counts
        }
    }

    /// Returns the states of being found with one person again.
    private func again(
        _ companion: Companion,
        _ person: KnownPerson,
        _ counting: Set<Int>,
        _ context: EvaluationContext
    ) -> [CandidateFinding] {
        var builder = EpisodeBuilder(quiet: within)
        var first = 0
        var absences = Tally<Int>()
        let met = companion.met
        for last in met.indices {
            absences.add(met[last].absence)
            while met[first].at < met[last].at - within.milliseconds {
                absences.remove(met[first].absence)
                first += 1
            }
            guard absences.distinct >= times, counting.contains(met[last].line) else { continue }
            builder.hold(at: met[last].at, depth: absences.distinct, severity: severity, place: last)
        }
        return builder.keyed { candidate, last in
            let begin = met.partitioningIndex { $0.at >= met[last].at - within.milliseconds }
            fill(&candidate, met[begin...last], context.past(of: Array(companion.keys), by: met[last].at))
            candidate.key = companion.marks.map(\.description).min().map { "met \($0)" } ?? ""
        }
    }

    /// Returns the states of being found with an adult who is another than the one before.
    private func others(_ counting: [[Meeting]], _ context: EvaluationContext) -> [CandidateFinding] {
        let all = counting.enumerated().flatMap { number, met in met.map { (who: number, meeting: $0) } }
            .sorted { ($0.meeting.line, $0.who) < ($1.meeting.line, $1.who) }
        var builder = EpisodeBuilder(quiet: within)
        for (last, one) in all.enumerated() {
            let from = one.meeting.at - within.milliseconds
            let recent = all[all[...last].partitioningIndex { $0.meeting.at >= from }...last]
            let isAgain = recent.contains { $0.who == one.who && $0.meeting.absence != one.meeting.absence }
            let absences = Set(recent.map(\.meeting.absence)).count
            guard absences >= times, !isAgain else { continue }
            builder.hold(at: one.meeting.at, depth: absences, severity: severity, place: last)
        }
        return builder.keyed { candidate, last in
            let from = all[last].meeting.at - within.milliseconds
            let recent = all[all.partitioningIndex { $0.meeting.at >= from }...last]
            fill(&candidate, recent.map(\.meeting)[...], [])
            candidate.key = "met others"
            candidate.measures.append(Measure("adults", .count(Set(recent.map(\.who)).count)))
        }
    }

    private func fill(_ candidate: inout CandidateFinding, _ met: ArraySlice<Meeting>, _ past: [ChronologyFact]) {
        let count = Set(met.map(\.absence)).count
        candidate.evidence = Set(met.map(\.line)).sorted()
        candidate.others = past
        candidate.measures = [Self.mark, Measure("count", .count(count)), Measure("within", .span(within))]
        if !past.isEmpty { candidate.measures.append(Measure("past", .count(past.count))) }
    }

    private func companions(_ context: inout EvaluationContext) -> [Companion] {
        var companions = Companions()
        for (index, absence) in context.absences.members
        where context.facts[index].kind == .missingFound && context.absences.all[absence].isMissing {
            for link in context.facts[index].links where link.role == .foundWith {
                let marks = marks(link, at: index, context)
                guard !marks.isEmpty else { continue }
                let at = context.facts[index].at
                companions.meet(marks, Meeting(line: index, absence: absence, at: at, link: link))
            }
        }
        return companions.inOrder
    }

    private func marks(_ link: Link, at index: Int, _ context: EvaluationContext) -> [Mark] {
        let line = context.facts[index]
        if link.keys.isEmpty {
            let words = Relation.folded(familyName: link.label)
            if with == .same || words.isEmpty { return [] }
            return [.words(words, context.directory.agencies[Int(line.agency)].name)]
        }
        if with == .described { return [] }
        return link.keys.filter {
            context.weightless($0, of: link, at: line.at, sharedByMoreThan: mostSharing) == nil
        }.map(Mark.key)
    }
}

extension FoundAgainPattern.Companion {
    fileprivate func links(_ context: EvaluationContext) -> [(link: Link, line: ChronologyFact)] {
        met.map { ($0.link, context.facts[$0.line]) }
    }
}

extension EvaluationContext {
    /// Returns the facts by which registers and agencies called the holders of these keys of concern by then, which the
    /// reader has to know.
    fileprivate func past(of keys: [LinkKey], by instant: Int64) -> [ChronologyFact] {
        let assertions = persons(with: Set(keys)).flatMap(\.assertions)
        return ChronologyFact.inOrder(assertions.map(\.line).filter { $0.at <= instant })
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
        let who =
            switch with {
            case .same: "the same adult\(past)"
            case .described: "an adult described in the same words"
            case .others: "different adults not known as family"
            }
        return HeadlineTemplate("Found {count} times with \(who) in {within}[ (last {last})]")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let who =
            switch with {
            case .same: "The same person"
            case .described: "The same words"
            case .others: Wording.count(finding.count("adults") ?? 0, "adult", "adults")
            }
        let count = Wording.count(finding.count("count") ?? 0, "occasion", "occasions")
        return [
            "\(who) on \(count) in \(RuleWords.length(within)) (alert at \(times)).",
            "Not recorded as family, a carer, another child or somebody working with {child}.",
        ]
            + (with == .same ? explained.whoTheyAre(in: [.foundWith]) : [])
            + zip(explained.facts, explained.isOwn).map { line, isOwn in
                isOwn ? explained.dated(line) : "Known about them before: \(explained.dated(line))"
            }
    }

    var requirements: [Requirement] { [.happening(.found), .happening(.missing)] }

    func unmet(_ context: inout EvaluationContext) -> String {
        let who =
            switch with {
            case .same: "with the same adult \(times) times"
            case .described: "\(times) times with an adult described in the same words"
            case .others: "\(times) times with an adult, the last another one,"
            }
        return "The child has not been found \(who) within \(RuleWords.length(within))."
    }
}
