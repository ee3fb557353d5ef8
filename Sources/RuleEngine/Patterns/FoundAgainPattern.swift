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
        var keys: Set<LinkKey> = []
        var met: [(line: Int, absence: Int, at: Int64)] = []
        /// Which of all namings was the last of theirs.
        var last = 0
    }

    /// Everybody with whom the child was found, each by the keys that were named together.
    private struct Companions {
        private var all: [Companion] = []
        private var places: [LinkKey: Int] = [:]
        private var count = 0

        mutating func meet(_ keys: [LinkKey], _ met: (line: Int, absence: Int, at: Int64)) {
            let known = Set(keys.compactMap { places[$0] }).sorted()
            let place = known.first ?? all.count
            if known.isEmpty { all.append(Companion()) }
            for other in known.dropFirst() { join(other, to: place) }
            for key in keys {
                all[place].keys.insert(key)
                places[key] = place
            }
            all[place].met.append(met)
            count += 1
            all[place].last = count
        }

        private mutating func join(_ other: Int, to place: Int) {
            for key in all[other].keys { places[key] = place }
            all[place].keys.formUnion(all[other].keys)
            all[place].met = (all[place].met + all[other].met).sorted { $0.line < $1.line }
            all[other] = Companion()
        }

        /// In the order in which they were last met.
        var inOrder: [Companion] { all.filter { !$0.met.isEmpty }.sorted { $0.last < $1.last } }
    }

    var needs: [Traits] { [.linked, .found] }

    func drafts(_ look: inout Look) -> [Draft] {
        guard look.linkedLines >= times else { return [] }
        var drafts: [Draft] = []
        for companion in companions(&look) where companion.met.count >= times {
            var spells = Spells(quiet: within)
            var first = 0
            var absences: [Int: Int] = [:]
            for last in companion.met.indices {
                let at = companion.met[last].at
                absences[companion.met[last].absence, default: 0] += 1
                while companion.met[first].at < at - within.milliseconds {
                    let left = absences[companion.met[first].absence, default: 1] - 1
                    absences[companion.met[first].absence] = left > 0 ? left : nil
                    first += 1
                }
                let count = absences.count
                guard count >= times else { continue }
                spells.hold(at: at, depth: count, severity: severity, place: last)
            }
            drafts += spells.keyed { draft, last in
                let from = companion.met[last].at - within.milliseconds
                let met = companion.met[companion.met.partitioningIndex { $0.at >= from }...last]
                let count = Set(met.map(\.absence)).count
                draft.key = companion.keys.min().map { "met \($0)" } ?? ""
                draft.lines = Set(met.map(\.line)).sorted()
                draft.measures = [Self.mark, Measure("count", .count(count)), Measure("within", .span(within))]
            }
        }
        return drafts
    }

    private func companions(_ look: inout Look) -> [Companion] {
        var companions = Companions()
        for (index, absence) in look.absences.members
        where look.lines[index].kind == .missingFound && look.absences.all[absence].isMissing {
            for link in look.lines[index].links where link.role == .foundWith {
                let at = look.lines[index].at
                let keys = link.keys.filter { counts($0, link, at, look) }
                guard !keys.isEmpty else { continue }
                companions.meet(keys, (line: index, absence: absence, at: at))
            }
        }
        return companions.inOrder
    }

    /// Persons of concern are another matter, and what everybody shares says nothing.
    private func counts(_ key: LinkKey, _ link: Link, _ at: Int64, _ look: Look) -> Bool {
        if let (person, _) = look.people.person(with: key), !person.spells.isEmpty { return false }
        return look.weightless(key, of: link, at: at, sharedByMoreThan: mostSharing) == nil
    }
}
