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
            let returns = whileMissing == .only ? contacts.map { context.returned(after: $0.line) } : []
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
                if place < returns.count, let returned = returns[place] {
                    candidate.measures.append(Measure("returned", .instant(Instant(milliseconds: returned))))
                }
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

    /// Returns when the child was found after the absence in which a fact falls; nil while they are missing.
    fileprivate mutating func returned(after index: Int) -> Int64? {
        absence(around: index).flatMap { absences.all[$0].found }.map { facts[$0].at }
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
    static var placeholders: [String] { ["who", "last", "returned", "uses", "where", "home"] }

    func plain(_ finding: Finding) -> HeadlineTemplate {
        if how == .found { return HeadlineTemplate("{child} was found {home} {who} ({last})") }
        if whileMissing == .only {
            return HeadlineTemplate("In contact with {who} while missing ({last})[. Returned {returned}]")
        }
        if !orders.isEmpty { return HeadlineTemplate("In contact with {who} ({last})") }
        return HeadlineTemplate("{who} {uses}[ ({where})][ ({last})]")
    }

    func values(_ finding: Finding, _ explained: ExplanationContext) -> [String: String] {
        let contacts = explained.own.filter(\.isLinked)
        guard let last = contacts.last else { return [:] }
        // A verb or another clause follows the name with its register, not the end.
        let isAmid = how != .found && orders.isEmpty
        let named = who(explained)
        let who = isAmid && named.contains(", ") ? "\(named)," : named
        var values = [
            "who": who, "who in short": ExplanationContext.withoutName(named), "last": explained.when(last),
            "uses": uses(last, explained),
        ]
        let isAtHome = !last.links.contains { $0.role == .foundWith } && !last.flags.contains(.restricted)
        values["home"] = isAtHome ? "at an address of" : "with"
        values["returned"] = finding.instant("returned").map(explained.when)
        let told = contacts.suffix(3).map {
            "\(RuleWords.sector(explained.context.sectorName(of: $0))) \(explained.day($0))"
        }
        values["where"] = told.count > 1 ? told.joined(separator: ", ") : nil
        if told.count > 1 { values["last"] = nil }
        if how == .found || whileMissing == .only || !orders.isEmpty { values["last"] = explained.when(last) }
        return values
    }

    /// Returns who it is: by the register, or else as an agency calls them, with the name where everybody may read it.
    private func who(_ explained: ExplanationContext) -> String {
        let listings = explained.facts.filter {
            $0.kind == .personListed && (orders.isEmpty || orders.contains($0.value(.register) ?? ""))
        }
        if !listings.isEmpty { return explained.listed(listings) }
        let links = explained.own.filter { !$0.flags.contains(.restricted) }.flatMap(\.links)
        let name = links.last { $0.isOfConcern && roles.contains($0.role) }?.label ?? ""
        return ExplanationContext.isName(name) ? "\(name), a person of concern" : "a person of concern"
    }

    /// Returns how the person and the fact belong together.
    private func uses(_ line: ChronologyFact, _ explained: ExplanationContext) -> String {
        let schemes = joins(line, explained).map(\.scheme)
        if schemes.contains(.handle) { return "uses the online name reported about {child}" }
        if schemes.contains(.phone) { return "uses the phone number reported about {child}" }
        if schemes.contains(.vehicle) { return "uses the vehicle reported about {child}" }
        if schemes.contains(where: { $0 == .premises || $0 == .uprn }) {
            return "has the address reported about {child}"
        }
        return "is in contact with {child}"
    }

    func reasons(_ finding: Finding, _ explained: ExplanationContext) -> [String] {
        let joined = explained.facts.map { joins($0, explained) }
        var reasons: [String] = []
        for (place, line) in explained.facts.enumerated() {
            if explained.isOwn[place] {
                let isSaid = line.links.contains { $0.isOfConcern && roles.contains($0.role) }
                let own = isSaid && !line.flags.contains(.restricted) ? " Described there as a person of concern." : ""
                reasons.append("\(explained.dated(line))\(own)\(also(place, joined))")
            } else if line.kind == .personListed {
                reasons.append(explained.listing(line))
            } else {
                let isSaid = line.links.contains(where: \.isOfConcern)
                reasons.append(
                    "\(isSaid ? "About the person" : "The connection"): \(explained.dated(line))\(also(place, joined))"
                )
            }
        }
        reasons += explained.whoTheyAre(in: roles)
        if whileMissing == .only { reasons.append("{child} was missing at that time.") }
        return reasons + notCounted(explained)
    }

    /// Returns what joins a fact to the others, with their numbers in the list: `Online name: h77 (also in 3 and 4).`
    private func also(_ place: Int, _ joined: [[LinkKey]]) -> String {
        joined[place].map { key in
            let others = joined.indices.filter { $0 != place && joined[$0].contains(key) }.map { "\($0 + 1)" }
            return " \(key.shown)\(others.isEmpty || joined.count > 20 ? "" : " (also in \(Wording.list(others)))")."
        }.joined()
    }

    /// Returns the keys that a fact shares with another of the evidence, of which one is about the person; none of
    /// restricted facts.
    private func joins(_ line: ChronologyFact, _ explained: ExplanationContext) -> [LinkKey] {
        guard !line.flags.contains(.restricted) else { return [] }
        let open = explained.facts.filter { !$0.flags.contains(.restricted) }
        let theirs = open.flatMap { other in
            other.links.filter { other.kind == .personListed || $0.isOfConcern || $0.isTying }.flatMap(\.keys)
        }
        let keys = Set(line.links.flatMap(\.keys)).intersection(theirs).filter { key in
            open.contains { other in
                other.position != line.position && other.links.contains { $0.keys.contains(key) }
            }
        }
        return keys.sorted()
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
                        "Not counted: \(key.scheme.words) reported by \(Fact(line, in: explained.directory).title(in: explained.directory)) (\(why.words))."
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
