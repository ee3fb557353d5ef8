import SafeguardingModel
import StrictYAML

/// `listedAtHome`: a register lists somebody at the child's own address, or at the address where the child is placed.
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
        let entries = (atResidences(context) + atPlacements(&context)).filter { isMeant($0.listing) }.sorted(
            by: Self.isBefore
        )
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

    private func atResidences(_ context: EvaluationContext) -> [Entry] {
        var entries: [Entry] = []
        for residence in context.residences {
            for fact in context.people.residents.listings[residence.address.postcode] ?? []
            where fact.kind != .personListed && context.sectorName(of: fact) == .police {
                entries += listed(toLiveAt: residence, by: fact, context)
            }
            for listing in context.people.residents.listings[residence.address.postcode] ?? []
            where listing.kind == .personListed && listing.listedAddresses.contains(where: residence.address.isSame) {
                let (person, until) = context.people.listed(by: listing)
                let at = max(listing.at, residence.since)
                if at < until { entries.append(Entry(at: at, listing: listing, person: person)) }
            }
        }
        return entries
    }

    /// Returns the entries of those listed whose home is a residence, as police intelligence says.
    private func listed(toLiveAt residence: Residence, by fact: ChronologyFact, _ context: EvaluationContext) -> [Entry]
    {
        let keys = fact.adultHomes.filter { residence.address.isSame(as: $0.address) }.flatMap(\.keys)
        return Set(keys).sorted().compactMap { context.people.person(with: $0)?.person }.flatMap { person in
            person.periods.filter { $0.line.kind == .personListed }.compactMap { period in
                let at = max(period.from, fact.at, residence.since)
                return at < period.until ? Entry(at: at, listing: period.line, home: fact, person: person.name) : nil
            }
        }
    }

    private func atPlacements(_ context: inout EvaluationContext) -> [Entry] {
        var entries: [Entry] = []
        for placement in context.placements.all {
            for link in context.facts[placement.line].links where !link.isPublicPlace {
                for key in link.keys where key.scheme == .uprn || key.scheme == .premises {
                    guard let person = context.people.person(with: key)?.person else { continue }
                    for period in person.periods where period.line.kind == .personListed && period.line.names(key) {
                        let at = max(period.from, placement.at)
                        guard at < min(period.until, placement.end) else { continue }
                        let own = Entry(at: at, listing: period.line, placement: placement.line, person: person.name)
                        entries.append(own)
                    }
                }
            }
        }
        return entries
    }
}

extension ChronologyFact {
    /// Whether it names a place by a key, other than a place that is open to anybody.
    fileprivate func names(_ key: LinkKey) -> Bool { links.contains { !$0.isPublicPlace && $0.keys.contains(key) } }
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
    func headline(_ finding: Finding, _ told: ExplanationContext) -> String {
        let place = finding.text("where") == "placement" ? "address where the child is placed" : "child's own address"
        return "A register lists a person at the \(place)."
    }

    func reasons(_ finding: Finding, _ told: ExplanationContext) -> [String] {
        zip(told.facts, told.isOwn).map { line, isOwn in
            isOwn && line.kind != .personListed ? told.dated(line) : "Of concern because: \(told.dated(line))"
        }
    }

    func unmet(_ context: inout EvaluationContext) -> String { "No register lists anybody at an address of the child." }
}
