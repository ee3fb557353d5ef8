import SafeguardingModel
import StrictYAML

/// `foundAgain`: the child is found with the same adult again and again, who is neither family nor there for their work.
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

    init(_ node: YAMLNode, _ reading: inout PatternReading) throws(YAMLFault) {
        let mapping = try node.mapping(of: ["times", "within", "sharedByMoreThan"])
        times = try mapping.required("times").integer(in: 2...1_000)
        within = try mapping.required("within").window()
        mostSharing = try mapping["sharedByMoreThan"]?.integer(in: 1...100_000) ?? 25
        severity = reading.severity
    }

    var interest: Interest { Interest(kinds: Interest.absences, links: true) }
    var sharedByMoreThan: Int? { mostSharing }
    var lookBack: Span { within }
    /// Whom a register lists so long afterwards is contact with a person of concern, and that is told instead.
    static let listedWithin = Span.days(365)

    /// One person with whom the child was found, by all keys that these times share.
    struct Companion {
        var keys: Set<LinkKey>
        var met: [Meeting]
    }

    struct Meeting {
        var line: Int
        var absence: Int
        var at: Int64
        var link: Link
    }

    var needs: [Traits] { [.linked, .found] }

    func drafts(_ look: inout Look) -> [Draft] {
        guard look.linkedLines >= times else { return [] }
        var drafts: [Draft] = []
        for companion in companions(&look) where companion.met.count >= times {
            let persons = look.persons(with: companion.keys)
            var spells = Spells(quiet: within)
            for last in companion.met.indices {
                let at = companion.met[last].at
                let met = companion.met[...last].filter { $0.at >= at - within.milliseconds }
                let count = Set(met.map(\.absence)).count
                guard count >= times, !isOfConcern(persons, at, &look),
                    !persons.isEmpty || !look.isEveryday(companion, at)
                else { continue }
                spells.hold(at: at, depth: count, severity: severity) { draft in
                    fill(&draft, companion, met, count, look.past(of: persons, by: at))
                }
            }
            drafts += spells.keyed
        }
        return drafts
    }

    private func fill(_ draft: inout Draft, _ companion: Companion, _ met: [Meeting], _ count: Int, _ past: [Line]) {
        draft.key = companion.keys.min().map { "met \($0)" } ?? ""
        draft.lines = Set(met.map(\.line)).sorted()
        draft.others = past
        draft.measures = [Self.mark, Measure("count", .count(count)), Measure("within", .span(within))]
        if !past.isEmpty { draft.measures.append(Measure("past", .count(past.count))) }
    }

    /// Contact with whoever is of concern then, or is listed within a year, is told as such.
    private func isOfConcern(_ persons: [Person], _ at: Int64, _ look: inout Look) -> Bool {
        for person in persons {
            let concern = person.concern(at: at, lookBack: Self.listedWithin.milliseconds, registers: [])
            if let concern, look.hasCome(concern.from) { return true }
        }
        return false
    }

    private func companions(_ look: inout Look) -> [Companion] {
        var companions: [Companion] = []
        for (index, absence) in look.absences.members
        where look.lines[index].kind == .missingFound && look.absences.all[absence].isMissing {
            for link in look.lines[index].links where link.role == .foundWith {
                let at = look.lines[index].at
                let keys = link.keys.filter { key in
                    look.weightless(key, of: link, at: at, sharedByMoreThan: mostSharing) == nil
                }
                guard !keys.isEmpty else { continue }
                let met = Meeting(line: index, absence: absence, at: at, link: link)
                join(Companion(keys: Set(keys), met: [met]), to: &companions)
            }
        }
        return companions
    }

    private func join(_ one: Companion, to companions: inout [Companion]) {
        var one = one
        for index in companions.indices.reversed() where !companions[index].keys.isDisjoint(with: one.keys) {
            one.keys.formUnion(companions[index].keys)
            one.met += companions.remove(at: index).met
        }
        one.met.sort { $0.line < $1.line }
        companions.append(one)
    }
}

extension Look {
    /// Whoever was ever called of concern and has one of these keys, each once.
    fileprivate func persons(with keys: Set<LinkKey>) -> [Person] {
        var persons: [Person] = []
        for key in keys.sorted() {
            guard let person = people.person(with: key)?.person, person.spells.contains(where: { $0.from <= now })
            else { continue }
            if !persons.contains(where: { $0.name == person.name }) { persons.append(person) }
        }
        return persons
    }

    /// What registers and agencies had said of them by then: a past of which the reader is to know.
    fileprivate func past(of persons: [Person], by instant: Int64) -> [Line] {
        Line.inOrder(persons.flatMap(\.assertions).map(\.line).filter { $0.at <= instant })
    }

    /// Whether there is an everyday reason to be found with somebody: they are family, care for the child or work with
    /// children, or are children themselves.
    fileprivate func isEveryday(_ companion: FoundAgainPattern.Companion, _ instant: Int64) -> Bool {
        let links = companion.met.map(\.link)
        if links.contains(where: { $0.relation == .professional || isRelative($0) }) { return true }
        if companion.keys.contains(where: isEveryday) { return true }
        let day = day(instant)
        let told = links.compactMap { $0.isChild(on: day) }
        if !told.isEmpty { return told.allSatisfy(\.self) }
        return links.contains { $0.relation == .friend }
            || companion.keys.contains { people.residents.isChild($0, on: day) }
    }
}
