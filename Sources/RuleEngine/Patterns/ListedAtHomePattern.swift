import SafeguardingModel
import StrictYAML

/// `listedAtHome`: a register lists somebody at the child's own address, or at the address where the child is placed;
/// or somebody whom it lists without an address lives there, as police intelligence says.
///
/// ```yaml
/// listedAtHome:
///   registers: [rso, shpo]         # without it, any register
///   quiet: 365 d
/// ```
struct ListedAtHomePattern: Pattern {
    static let word = "listedAtHome"

    let registers: [String]
    let quiet: Span
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let mapping = try node.mapping(of: ["registers", "quiet"])
        registers = try mapping["registers"]?.strings() ?? []
        quiet = try mapping["quiet"]?.window() ?? .days(365)
        severity = reading.severity
    }

    var triggers: Triggers { Triggers(kinds: Triggers.placements, links: true) }
    /// The quiet time alone, because entries of registers and placements are never forgotten.
    var lookBack: Span { quiet }

    /// One register entry that lists somebody where the child lives, from some moment on.
    private struct Entry {
        var at: Int64
        var listing: ChronologyFact
        /// The intelligence that gives the listed person's home; nil where the entry itself gives it.
        var home: ChronologyFact?
        /// The index of the placement's fact; nil at the child's own address.
        var placement: Int?
        var person: String
    }

    var needs: [FactKinds] { [.anything] }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        guard context.count > 0 else { return [] }
        let entries = stays(&context).flatMap { listed(at: $0, context) }.filter { isMeant($0.listing) }
            .sorted(by: Self.isBefore)
        var candidates: [CandidateFinding] = []
        for name in Set(entries.map(\.person)).sorted() {
            let own = entries.filter { $0.person == name }
            var builder = EpisodeBuilder(quiet: quiet)
            for at in Set(own.map(\.at)).sorted() where context.hasCome(at) {
                builder.hold(at: at, depth: 1, severity: severity) { fill(&$0, own.filter { $0.at == at }) }
            }
            candidates += builder.keyed
        }
        return candidates
    }

    private func fill(_ candidate: inout CandidateFinding, _ entries: [Entry]) {
        candidate.key = "at home \(entries[0].person)"
        candidate.evidence = Set(entries.compactMap(\.placement)).sorted()
        candidate.others = ChronologyFact.inOrder(entries.map(\.listing) + entries.compactMap(\.home))
        let isPlaced = entries.contains { $0.placement != nil }
        candidate.measures = [Self.mark, Measure("where", .text(isPlaced ? "placement" : "home"))]
        if entries.allSatisfy({ $0.home != nil }) { candidate.measures.append(Measure("by", .text("intelligence"))) }
    }

    private func isMeant(_ listing: ChronologyFact) -> Bool {
        registers.isEmpty || registers.contains(listing.value(.register) ?? "")
    }

    private static func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.listing.position != right.listing.position {
            return ChronologyFact.isBefore(left.listing, right.listing)
        }
        if left.placement != right.placement { return (left.placement ?? -1) < (right.placement ?? -1) }
        guard let home = left.home, let other = right.home else { return left.home == nil && right.home != nil }
        return ChronologyFact.isBefore(home, other)
    }

    /// A time in which the child lives, or is placed, at an address.
    private struct Stay {
        var address: HomeAddress
        var from: Int64
        var end = Int64.max
        var placement: Int?
    }

    private func stays(_ context: inout EvaluationContext) -> [Stay] {
        let placed = context.placements.all.flatMap { placement in
            context.facts[placement.line].placedAddresses.map {
                Stay(address: $0, from: placement.at, end: placement.end, placement: placement.line)
            }
        }
        return context.residences.map { Stay(address: $0.address, from: $0.since) } + placed
    }

    private func listed(at stay: Stay, _ context: EvaluationContext) -> [Entry] {
        (context.people.residents.listings[stay.address.postcode] ?? []).flatMap { fact -> [Entry] in
            if fact.kind != .personListed {
                return context.sectorName(of: fact) == .police ? listed(toLiveAt: stay, by: fact, context) : []
            }
            guard fact.listedAddresses.contains(where: stay.address.isSame) else { return [] }
            let (person, until) = context.people.listed(by: fact)
            let at = max(fact.at, stay.from)
            guard at < min(until, stay.end) else { return [] }
            return [Entry(at: at, listing: fact, placement: stay.placement, person: person)]
        }
    }

    /// Returns the entries of those listed whose home is this address, as police intelligence says.
    private func listed(toLiveAt stay: Stay, by fact: ChronologyFact, _ context: EvaluationContext) -> [Entry] {
        let keys = fact.adultHomes.filter { stay.address.isSame(as: $0.address) }.flatMap(\.keys)
        return Set(keys).sorted().compactMap { context.people.person(with: $0)?.person }.flatMap { person in
            person.periods.filter { $0.line.kind == .personListed }.compactMap { period in
                let at = max(period.from, fact.at, stay.from)
                guard at < min(period.until, stay.end) else { return nil }
                return Entry(at: at, listing: period.line, home: fact, placement: stay.placement, person: person.name)
            }
        }
    }
}

extension LinkRegistry {
    /// Returns the person whom a register entry lists, and the end of the entry in milliseconds.
    fileprivate func listed(by listing: ChronologyFact) -> (person: String, until: Int64) {
        let persons = listing.links.flatMap(\.keys).lazy.compactMap { self.person(with: $0)?.person }
        guard let person = persons.first else {
            let label = listing.links.first { $0.role == .listed }?.label ?? ""
            return (Person(named: label).name, .max)
        }
        let period = person.periods.first { $0.line.position == listing.position }
        return (person.name, period?.until ?? .max)
    }
}

extension ListedAtHomePattern {
    static var placeholders: [String] { ["who", "where", "since"] }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let isPlaced = finding.text("where") == "placement"
        let who = explained.listed(explained.facts.filter { $0.kind == .personListed })
        return [
            "who": who.contains(", ") ? "\(who)," : who, "who in short": ExplanationContext.withoutName(who),
            "where": isPlaced ? "the address where {child} is placed" : "{child}'s own address",
            "since": explained.day(finding.enteredAt),
        ]
    }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        finding.has("by")
            ? HeadlineTemplate("{who} lives at {where}[, as police say][ ({since})]")
            : HeadlineTemplate("{who} is listed at {where}[ (since {since})]")
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        explained.facts.map { line in
            switch line.kind {
            case .personListed: explained.listing(line)
            case .intelligenceRecorded: "Where they live: \(explained.dated(line))"
            default: explained.dated(line)
            }
        }
    }

    func unmet(_ context: inout EvaluationContext) -> String { "No register lists anybody at an address of the child." }
}
