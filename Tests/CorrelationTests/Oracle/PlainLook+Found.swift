import RuleEngine
import SafeguardingModel
import StrictYAML

/// Who a person is to a child, where several things are told of them: a site's file, or what holds without one.
struct PlainRelations: Sendable {
    let lines: [PlainNode]

    init(_ file: SiteConfiguration.TextFile) throws {
        lines = PlainNode(try YAMLNode(parsing: file.text, file: file.name))["order"].items
    }
}

/// Somebody with whom the child was found, by the marks that count.
private struct PlainCompanion {
    var marks: Set<String>
    var keys: Set<LinkKey>
    var met: [(fact: PlainFact, link: Link)]
}

extension PlainLook {
    /// The line of the site's order that says who somebody is: the first that is true.
    func relation(
        _ adults: [PlainAdult],
        keys: Set<LinkKey>,
        told: [Link],
        isProfessional: Bool,
        ages: [(fact: PlainFact, link: Link)],
        of child: PlainPerson,
        at moment: Int64
    ) -> PlainNode {
        let spells = adults.flatMap(\.spells).filter { moment < $0.until && $0.fact.at - moment <= 365 * 86_400_000 }
        let young = ages.compactMap { fact, link -> Bool? in
            if let born = link.born { return born.age(on: day(moment)) < 18 }
            let (told, then) = (day(fact.at), day(moment))
            return link.age.map { $0 + (told <= then ? told.age(on: then) : -then.age(on: told)) < 18 }
        }
        func isTrue(_ relation: String) -> Bool {
            switch relation {
            case "listed": spells.contains { $0.fact.kind == .personListed }
            case "declared": spells.contains { $0.fact.kind != .personListed }
            case "formerly-of-concern": !adults.isEmpty
            case "professional": isProfessional || told.contains { $0.relation == .professional }
            case "family": told.contains { $0.isFamily(of: child) && $0.relation != .carer }
            case "carer": told.contains { $0.relation == .carer }
            case "friend": told.contains { $0.relation == .friend }
            case "adult": young.contains(false) || !isTrue("child") && told.contains(where: \.isSaidToBeAdult)
            case "child":
                young.isEmpty
                    ? keys.contains { key in
                        records[key].map { born in born.map { $0.age(on: day(moment)) < 18 } ?? true } ?? false
                    } : !young.contains(false)
            default: true
            }
        }
        guard let line = oracle.relations.lines.first(where: { isTrue($0.text("relation")) }) else {
            preconditionFailure("nobody is nobody")
        }
        return line
    }

    func foundAgain(_ node: PlainNode) -> [PlainMoment] {
        let how = node["with"].exists ? node.text("with") : "same"
        let companions = companions(how, node)
        let within = node.span("within") ?? 0
        let all = companions.enumerated().flatMap { number, companion in
            companion.met.map { (who: number, fact: $0.fact) }
        }.sorted { ($0.fact.order, $0.who) < ($1.fact.order, $1.who) }
        let counting = companions.map { companion in
            Set(companion.met.map(\.fact).filter { counts(companion, at: $0.at, how) })
        }
        if how == "others" {
            let held = all.filter { counting[$0.who].contains($0.fact) }
            return PlainMoment.states(
                held.indices.compactMap { last in
                    let so = held[...last].filter { $0.fact.at >= held[last].fact.at - within }
                    let times = Set(so.map { absence(around: $0.fact) }).count
                    let before = so.filter {
                        $0.who == held[last].who && absence(around: $0.fact) != absence(around: held[last].fact)
                    }
                    guard times >= node.number("times"), before.isEmpty else { return nil }
                    return PlainMoment(at: held[last].fact.at, depth: times, node.severity, so.map(\.fact).inOrder)
                },
                quiet: within
            )
        }
        return companions.enumerated().flatMap { number, companion in
            let facts = companion.met.map(\.fact).inOrder
            let held = facts.filter(counting[number].contains).compactMap { last -> PlainMoment? in
                let so = facts.filter { $0.order <= last.order }.within(within, before: last.at)
                let times = Set(so.map(absence)).count
                let past = concerned(companion).flatMap(\.facts).filter { $0.at <= last.at }
                return times >= node.number("times")
                    ? PlainMoment(at: last.at, depth: times, node.severity, so, others: past) : nil
            }
            return PlainMoment.states(held, quiet: within)
        }
    }

    private func companions(_ how: String, _ node: PlainNode) -> [PlainCompanion] {
        let met = facts.filter {
            $0.kind == .missingFound && absence(around: $0).map { absences[$0].isMissing } ?? false
        }
        let each = met.flatMap { fact in
            fact.event.links.filter { $0.role == .foundWith }.compactMap { link -> PlainCompanion? in
                let most = node.number("sharedByMoreThan", or: 25)
                let keys = how == "described" ? [] : link.keys.filter { weighs($0, link, at: fact.at, most: most) }
                let words = link.label.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
                let isDescribed = how != "same" && link.keys.isEmpty && words != ""
                let marks = keys.map(\.description) + (isDescribed ? ["\(fact.agency.name): \(words)"] : [])
                return marks.isEmpty ? nil : PlainCompanion(marks: Set(marks), keys: Set(keys), met: [(fact, link)])
            }
        }
        return each.reduce(into: [PlainCompanion]()) { all, one in
            let same = all.filter { !$0.marks.isDisjoint(with: one.marks) } + [one]
            all.removeAll { !$0.marks.isDisjoint(with: one.marks) }
            all.append(
                PlainCompanion(
                    marks: same.reduce([]) { $0.union($1.marks) },
                    keys: same.reduce([]) { $0.union($1.keys) },
                    met: same.flatMap(\.met).sorted { $0.fact.order < $1.fact.order }
                )
            )
        }
    }

    private func concerned(_ companion: PlainCompanion) -> [PlainAdult] {
        PlainAdult.all(world).filter { !$0.spells.isEmpty && !$0.keys.isDisjoint(with: companion.keys) }
    }

    /// Whoever is of concern then, or is listed within a year, is told of as such. Adults without a key, and one after another,
    /// count only where somebody says that they are adults.
    private func counts(_ companion: PlainCompanion, at moment: Int64, _ how: String) -> Bool {
        let naming = world.filter { $0.at <= now }.flatMap { fact in
            fact.event.links.filter { !companion.keys.isDisjoint(with: $0.keys) }.map { (fact: fact, link: $0) }
        }
        let own = facts.flatMap(\.event.links).filter { !companion.keys.isDisjoint(with: $0.keys) }
        let line = relation(
            concerned(companion),
            keys: companion.keys,
            told: companion.keys.isEmpty ? companion.met.map(\.link) : own,
            isProfessional: naming.contains { $0.link.relation == .professional },
            ages: companion.keys.isEmpty ? companion.met : naming,
            of: child,
            at: moment
        )
        let relation = line.text("relation")
        let isAdult = relation == "adult" || relation == "formerly-of-concern"
        return !["listed", "declared"].contains(relation) && (how == "same" || isAdult)
            && line.text("foundWith") == "counts"
    }
}
