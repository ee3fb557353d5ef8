import SafeguardingModel
import StrictYAML

/// `contact`: a fact about the child names a person of concern, or something of theirs: a phone, a handle, a vehicle,
/// an address.
///
/// ```yaml
/// contact:
///   how: mentioned                 # or: found (with the person, or at their place)
///   whileMissing: never            # or: only; without it, whenever
///   orders: [cawn]                 # only contact that breaks one of these orders
///   exceptOrders: [cawn]           # not contact that breaks one of these orders
///   lookBack: 365 d                # a later listing shows who it was that the child met so long before
///   quiet: 90 d
///   sharedByMoreThan: 25           # a key of so many children weighs nothing
///   through: 3                     # so many facts may lead from the child's key to the person's
/// ```
struct ContactPattern: Pattern {
    enum How: String, CaseIterable, Sendable { case found, mentioned }
    enum WhileMissing: String, CaseIterable, Sendable { case only, never }

    static let word = "contact"

    let how: How
    let whileMissing: WhileMissing?
    let orders: [String]
    let exceptOrders: [String]
    let within: Span
    let quiet: Span
    let mostSharing: Int
    let through: Int
    let severity: Severity

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLError) {
        let keys = [
            "how", "whileMissing", "orders", "exceptOrders", "lookBack", "quiet", "sharedByMoreThan", "through",
        ]
        let mapping = try node.mapping(of: keys)
        how = try mapping.required("how").choice(How.self)
        whileMissing = try mapping["whileMissing"]?.choice(WhileMissing.self)
        orders = try mapping["orders"]?.strings() ?? []
        exceptOrders = try mapping["exceptOrders"]?.strings() ?? []
        within = try mapping["lookBack"]?.span() ?? .days(365)
        quiet = try mapping["quiet"]?.window() ?? .days(90)
        mostSharing = try mapping["sharedByMoreThan"]?.integer(in: 1...100_000) ?? 25
        through = try mapping["through"]?.integer(in: 0...4) ?? 3
        severity = reading.severity
    }

    var triggers: Triggers { Triggers(kinds: whileMissing == nil ? [] : Triggers.absences, links: true) }
    var sharedByMoreThan: Int? { mostSharing }
    /// Contains `within` twice: the fact that says whose a key is may precede the contact by as much as a listing
    /// follows it.
    var lookBack: Span { within * 2 + quiet }

    var roles: [Link.Role] {
        how == .found ? [.foundWith, .foundPlace] : [.mentioned, .personOfConcern]
    }

    var needs: [FactKinds] { [.linked] + (how == .found ? [.found] : []) + (whileMissing == .only ? [.missing] : []) }

    /// Returns the limits within which facts about a key count: a phone changes hands, so they hold only for a time.
    func reach(around line: ChronologyFact) -> SearchLimits {
        let time = line.at - within.milliseconds...line.at + within.milliseconds
        return SearchLimits(through: through, time: time, mostBeside: mostSharing, position: line.position)
    }

    func candidates(_ context: inout EvaluationContext) -> [CandidateFinding] {
        guard context.linkedFacts > 0 else { return [] }
        var candidates: [CandidateFinding] = []
        for contacts in contactsByPerson(&context) {
            var builder = EpisodeBuilder(quiet: quiet)
            var first = 0
            var counts = Tally<Int>()
            let steps = contacts.map { step($0, &context) }
            for place in contacts.indices {
                guard context.hasCome(contacts[place].from) else { break }
                counts.add(steps[place])
                while contacts[place].from - contacts[first].from > quiet.milliseconds {
                    counts.remove(steps[first])
                    first += 1
                }
                builder.hold(at: contacts[place].from, depth: counts.distinct, severity: severity, place: place)
            }
            candidates += builder.keyed { candidate, place in
                let from = contacts[place].from - quiet.milliseconds
                fill(&candidate, with: contacts[contacts.partitioningIndex { $0.from >= from }...place], context)
            }
        }
        return candidates
    }

    /// Returns the contacts in the child's facts, grouped by person of concern, each group in order of becoming
    /// contact.
    private func contactsByPerson(_ context: inout EvaluationContext) -> [[Contact]] {
        var groups: [[Contact]] = []
        for index in 0..<context.count where context.facts[index].flags.contains(.linked) {
            guard concerns(context.facts[index].kind), isAtTheRightTime(index, &context) else { continue }
            for contact in context.contacts(at: index, self) where isMeant(contact, context) {
                let group = groups.firstIndex { $0[0].person.name == contact.person.name }
                if let group { groups[group].append(contact) } else { groups.append([contact]) }
            }
        }
        return groups.map { $0.sorted { ($0.from, $0.line) < ($1.from, $1.line) } }
    }

    private func concerns(_ kind: EventKind) -> Bool {
        how == .found ? kind == .missingFound : kind != .personListed && kind != .personUnlisted
    }

    private func isMeant(_ contact: Contact, _ context: EvaluationContext) -> Bool {
        guard !exceptOrders.isEmpty else { return true }
        let at = context.facts[contact.line].at
        return contact.person.concern(at: at, lookBack: 0, registers: exceptOrders, context.protects) == nil
    }

    private func isAtTheRightTime(_ index: Int, _ context: inout EvaluationContext) -> Bool {
        guard let whileMissing else { return true }
        return context.isWhileMissing(index) == (whileMissing == .only)
    }

    /// Returns the absence or, where absences do not matter, the sector of a contact: each further one deepens the
    /// state.
    private func step(_ contact: Contact, _ context: inout EvaluationContext) -> Int {
        if how == .found || whileMissing == .only { return context.absence(around: contact.line) ?? -1 }
        return context.sector(of: context.facts[contact.line]).trailingZeroBitCount
    }

    private func fill(
        _ candidate: inout CandidateFinding,
        with contacts: ArraySlice<Contact>,
        _ context: EvaluationContext
    ) {
        candidate.key = contacts.first.map { "person \($0.person.name)" } ?? ""
        candidate.evidence = contacts.map(\.line).sorted()
        var seen = Set(contacts.map { context.facts[$0.line].position })
        candidate.others = contacts.flatMap { [$0.period.line] + $0.joined }.filter {
            seen.insert($0.position).inserted
        }
        candidate.measures = [Self.mark, Measure("how", .text(how.rawValue))]
        if whileMissing == .only { candidate.measures.append(Measure("while missing", .count(1))) }
        if !orders.isEmpty { candidate.measures.append(Measure("order", .text(contacts.last?.period.register ?? ""))) }
    }
}

extension EvaluationContext {
    /// Whether a fact certainly happened while the child was missing.
    mutating func isWhileMissing(_ index: Int) -> Bool {
        let line = facts[index]
        guard !line.kind.looksBack else { return false }
        return absences.isMissing(from: line.at, through: line.latest)
    }

    /// Returns the absence to which a fact belongs or in which it falls.
    mutating func absence(around index: Int) -> Int? {
        if let own = absences.absence(of: index) { return own }
        return absences.missing(at: facts[index].at)
    }
}

extension EventKind {
    /// Whether facts of this kind describe something earlier than the moment at which they are recorded.
    fileprivate var looksBack: Bool {
        switch self {
        case .missingReported, .missingGraded, .returnInterviewOffered, .returnInterviewRefused,
            .returnInterviewCompleted, .referralMade, .referralDecided:
            true
        default: false
        }
    }
}

extension ContactPattern {
    func headline(_ finding: Finding, _ explained: ExplanationContext) -> String {
        if how == .found { return "The child was found with a person of concern, or at an address of theirs." }
        if let order = finding.text("order") {
            return "Somebody against whom there is a notice or order (\(order)) was in contact with the child."
        }
        if whileMissing == .only { return "While missing, the child was in contact with a person of concern." }
        let own = explained.facts.filter { $0.kind != .personListed }
        return
            "What \(RuleWords.sectors(explained.sectors(own))) told of the child names a person of concern, or something of theirs."
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        var reasons: [String] = []
        for (line, isOwn) in zip(explained.facts, explained.isOwn) {
            let shared = isOwn ? shared(line, explained) : []
            if isOwn {
                let isSaid = line.links.contains { $0.isOfConcern && roles.contains($0.role) }
                let who = Fact(line, in: explained.directory).title(in: explained.directory)
                let own =
                    isSaid && !line.flags.contains(.restricted) ? " \(who) itself calls them a person of concern." : ""
                let what = shared.isEmpty ? "" : " What joins: \(Wording.list(shared))."
                reasons.append("\(explained.dated(line))\(own)\(what)")
            } else {
                let isListing = line.links.contains { $0.role == .listed || $0.isOfConcern }
                reasons.append("\(isListing ? "Of concern because" : "What leads there"): \(explained.dated(line))")
            }
        }
        reasons += explained.whoTheyAre(in: roles)
        if whileMissing == .only { reasons.append("The child was missing at that time.") }
        return reasons + notCounted(explained)
    }

    /// Returns what a fact shares with the other evidence; nothing where it is restricted.
    private func shared(_ line: ChronologyFact, _ explained: ExplanationContext) -> [String] {
        guard !line.flags.contains(.restricted) else { return [] }
        let others = explained.facts.filter { $0.position != line.position }.flatMap { other in
            other.links.filter { other.kind == .personListed || $0.isOfConcern || $0.isTying }
        }
        let keys = line.links.flatMap(\.keys).filter(others.flatMap(\.keys).contains)
        return Set(keys.map(\.scheme.words)).sorted()
    }

    /// Returns sentences about keys of persons of concern that the child's facts name and that do not count.
    private func notCounted(_ explained: ExplanationContext) -> [String] {
        let own = explained.context.facts.filter { $0.flags.contains(.linked) && !$0.flags.contains(.restricted) }
        let sentences = own.flatMap { line in
            line.links.flatMap { link in
                link.keys.compactMap { key -> String? in
                    guard explained.context.people.person(with: key) != nil,
                        let why = explained.context.weightless(
                            key,
                            of: link,
                            at: line.at,
                            sharedByMoreThan: mostSharing
                        )
                    else { return nil }
                    return
                        "Not counted: \(key.scheme.words) told by \(Fact(line, in: explained.directory).title(in: explained.directory)), which is \(why.words)."
                }
            }
        }
        return Set(sentences).sorted()
    }

    var requirements: [Requirement] {
        how == .found ? [.contact(.missingFound, .foundWith)] : [.contact(.concernObserved, .mentioned)]
    }

    func unmet(_ context: inout EvaluationContext) -> String {
        "No fact about the child names a person of concern, or anything of theirs."
    }
}
