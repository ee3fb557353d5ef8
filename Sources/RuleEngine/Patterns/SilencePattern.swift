import OrderedCollections
import SafeguardingModel
import StrictYAML

/// `silence`: an agency that regularly sent facts about the child sends none any more.
///
/// ```yaml
/// silence:
///   of: [education, health, residential, social-care]     # the sectors from which something is expected
///   regular: 3                        # facts sent on so many days
///   in: 90 d                          # within so long: then it is missed
///   after: 30 d
///   afterFor: { education: 45 d, social-care: 42 d }
///   while: { known: true }
///   quiet: 90 d
/// ```
struct SilencePattern: Pattern {
    static let word = "silence"

    let of: [Sector]
    let regular: Int
    let within: Span
    let after: Span
    let afterFor: OrderedDictionary<Sector, Span>
    let condition: Condition?
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["of", "regular", "in", "after", "afterFor", "while", "quiet"])
        of = try mapping.required("of").sectors()
        regular = try mapping.required("regular").integer(in: 2...100)
        within = try mapping.required("in").window()
        after = try mapping.required("after").window()
        var special: OrderedDictionary<Sector, Span> = [:]
        for entry in try mapping["afterFor"]?.mapping(of: of.map(\.rawValue)).entries ?? [] {
            special[Sector(rawValue: entry.key)] = try entry.value.window()
        }
        afterFor = special
        condition = try mapping["while"].map { node throws(YAMLError) in try Condition(node, &reading) }
        quiet = try mapping["quiet"]?.window() ?? within
        severity = reading.severity
    }

    /// All kinds, because any fact by an agency ends its silence.
    var triggers: Triggers { Triggers(kinds: EventKind.allCases) }

    var lookBack: Span {
        within + max(after, afterFor.values.max() ?? .zero) + quiet + (condition?.lookBack ?? .zero)
    }

    /// The moment at which an agency fell silent, and its last fact before that.
    private struct Silence {
        var at: Int64
        var last: Int
    }

    var needs: [FactKinds] { condition?.needs ?? [] }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        // Most children are neither known nor repeatedly missing; this avoids reading their facts.
        if let condition, !condition.mightHold(&context) { return [] }
        var silences: [Silence] = []
        for indices in indicesByAgency(context) where indices.count >= regular {
            silences += self.silences(indices, &context)
        }
        silences.sort { ($0.at, $0.last) < ($1.at, $1.last) }
        return states(of: silences, &context)
    }

    /// Returns the facts of each agency of these sectors, by agency number; few agencies send facts about one child.
    private func indicesByAgency(_ context: EvaluationContext) -> [[Int]] {
        let senders = context.facts.withUnsafeBufferPointer { facts in facts.prefix(context.count).map(\.agency) }
        var agencies: [UInt16] = []
        for agency in senders where !agencies.contains(agency) { agencies.append(agency) }
        let directory = context.directory
        let meant = agencies.filter { of.contains(directory.sector(ofAgency: $0)) }.sorted()
        return meant.map { agency in
            var indices: [Int] = []
            indices.reserveCapacity(senders.count { $0 == agency })
            for index in senders.indices where senders[index] == agency { indices.append(index) }
            return indices
        }
    }

    private func silences(_ indices: [Int], _ context: inout EvaluationContext) -> [Silence] {
        let limit = (afterFor[context.sectorName(of: context.facts[indices[0]])] ?? after).milliseconds
        var silences: [Silence] = []
        for place in indices.indices.dropFirst(regular - 1) {
            let last = context.facts[indices[place]].at
            let next = place + 1 < indices.count ? context.facts[indices[place + 1]].at : Int64.max
            guard next - limit > last, isRegular(indices[...place], context) else { continue }
            let at = last + limit
            guard context.hasCome(at), isExpected(context.facts[indices[place]], at, &context) else { continue }
            if let condition, !condition.holds(at: at, line: nil, &context) { continue }
            silences.append(Silence(at: at, last: indices[place]))
        }
        return silences
    }

    /// Whether the agency had sent facts on the required number of different days until then.
    private func isRegular(_ indices: ArraySlice<Int>, _ context: EvaluationContext) -> Bool {
        guard let last = indices.last else { return false }
        let from = context.facts[last].at - within.milliseconds
        var days = 0
        var later: CivilDay?
        for index in indices.reversed() where days < regular {
            guard context.facts[index].at >= from else { break }
            let day = context.zone.day(of: Instant(milliseconds: context.facts[index].at))
            if day != later { days += 1 }
            later = day
        }
        return days >= regular
    }

    /// Whether facts are expected: from a home while the child lives there, from a school while the child is on its
    /// roll.
    private func isExpected(_ last: ChronologyFact, _ at: Int64, _ context: inout EvaluationContext) -> Bool {
        switch context.sectorName(of: last) {
        case .residential:
            return context.placements.placement(at: at).map { context.facts[$0.line].agency == last.agency } ?? false
        case .education: return last.kind != .educationOffRoll
        default: return true
        }
    }

    private func states(of silences: [Silence], _ context: inout EvaluationContext) -> [CandidateFinding] {
        var builder = EpisodeBuilder(quiet: quiet)
        var held: [Silence] = []
        var ends: [[UInt16: Int64]] = []
        for silence in silences {
            if let last = held.last, silence.at - last.at > quiet.milliseconds { held = [] }
            if held.isEmpty { ends.append([:]) }
            ends[ends.count - 1][context.facts[silence.last].agency] = end(of: silence, context)
            held.removeAll { context.facts[$0.last].agency == context.facts[silence.last].agency }
            held.append(silence)
            builder.hold(at: silence.at, depth: held.count, severity: severity) { candidate in
                candidate.evidence = held.map(\.last).sorted()
                candidate.measures = [
                    Self.mark, Measure("count", .count(held.count)),
                    Measure("reached", .instant(Instant(milliseconds: silence.at))),
                ]
            }
        }
        return zip(builder.keyed, ends).map { candidate, ends in
            var candidate = candidate
            let end = ends.values.max() ?? .max
            candidate.overtakenAt = end == .max ? nil : end
            return candidate
        }
    }

    /// Returns when the agency told something again; `Int64.max` while it has not.
    private func end(of silence: Silence, _ context: EvaluationContext) -> Int64 {
        let later = (silence.last + 1..<context.count).first { index in
            context.facts[index].agency == context.facts[silence.last].agency
        }
        return later.map { context.facts[$0].at } ?? .max
    }
}

extension SilencePattern {
    static var placeholders: [String] { ["agencies", "length", "last", "ended"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let names = Set(explained.facts.map { Fact($0, in: explained.directory).title(in: explained.directory) })
        let lengths = explained.facts.map { afterFor[explained.context.sectorName(of: $0)] ?? after }
        var values = [
            "agencies": Wording.list(names.sorted()),
            "agencies in short": Wording.count(names.count, "agency", "agencies"),
        ]
        values["length"] = lengths.min().map(RuleWords.length)
        values["last"] = explained.facts.first.map(explained.day)
        values["ended"] = finding.overtakenAt.map(explained.day)
        return values
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        finding.overtakenAt == nil
            ? HeadlineTemplate("Nothing about {child} from {agencies} for {length}[ (last {last})]")
            : HeadlineTemplate("Nothing about {child} from {agencies} from {last} until {ended}")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        explained.facts.map { line in
            let sector = explained.context.sectorName(of: line)
            let limit = RuleWords.length(afterFor[sector] ?? after)
            return
                "Reported on at least \(regular) days in \(RuleWords.length(within)), then nothing for \(limit). The last: \(explained.dated(line))"
        } + (condition.map { ["It matters because \($0.words(finding, explained))."] } ?? [])
    }

    var requirements: [Requirement] {
        [.fact(Selector.Clause(kind: .concernObserved, toldBy: of))] + (condition?.requirements ?? [])
    }

    func unmet(_ context: inout EvaluationContext) -> String {
        if let condition, !condition.holds(at: context.now, line: nil, &context) {
            return "It asks this only where \(condition.words)."
        }
        return
            "No agency that had told of the child on \(regular) days within \(RuleWords.length(within)) has been silent for \(RuleWords.length(after))."
    }
}
