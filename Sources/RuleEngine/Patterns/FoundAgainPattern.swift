import SafeguardingModel
import StrictYAML

/// `foundAgain`: the child is found with the same adult again and again, although nobody has listed them.
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

    /// One person with whom the child was found, by all keys that these times share.
    private struct Companion {
        var keys: Set<LinkKey>
        var met: [(line: Int, absence: Int, at: Int64)]
    }

    var needs: [Traits] { [.linked, .found] }

    func drafts(_ look: inout Look) -> [Draft] {
        guard look.linkedLines >= times else { return [] }
        var drafts: [Draft] = []
        for companion in companions(&look) where companion.met.count >= times {
            var spells = Spells(quiet: within)
            for last in companion.met.indices {
                let at = companion.met[last].at
                let met = companion.met[...last].filter { $0.at >= at - within.milliseconds }
                let count = Set(met.map(\.absence)).count
                guard count >= times else { continue }
                spells.hold(at: at, depth: count, severity: severity) { draft in
                    draft.key = companion.keys.min().map { "met \($0)" } ?? ""
                    draft.lines = Set(met.map(\.line)).sorted()
                    draft.measures = [Self.mark, Measure("count", .count(count)), Measure("within", .span(within))]
                }
            }
            drafts += spells.keyed
        }
        return drafts
    }

    private func companions(_ look: inout Look) -> [Companion] {
        var companions: [Companion] = []
        for (index, absence) in look.absences.members
        where look.lines[index].kind == .missingFound && look.absences.all[absence].isMissing {
            for link in look.lines[index].links where link.role == .foundWith {
                let at = look.lines[index].at
                let keys = link.keys.filter { counts($0, link, at, look) }
                guard !keys.isEmpty else { continue }
                let met = (line: index, absence: absence, at: at)
                join(Companion(keys: Set(keys), met: [met]), to: &companions)
            }
        }
        return companions
    }

    /// Persons of concern are another matter, and what everybody shares says nothing.
    private func counts(_ key: LinkKey, _ link: Link, _ at: Int64, _ look: Look) -> Bool {
        if let (person, _) = look.people.person(with: key), !person.spells.isEmpty { return false }
        return look.weightless(key, of: link, at: at, sharedByMoreThan: mostSharing) == nil
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
