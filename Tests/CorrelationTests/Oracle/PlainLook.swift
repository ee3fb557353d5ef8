import RuleEngine
import SafeguardingModel

/// The knowledge about one child, or about something that children share, at one moment.
struct PlainLook: Sendable {
    let child: PlainPerson
    let thing: PlainThing?
    /// Everything that has happened, whoever it is about.
    let world: [PlainFact]
    let facts: [PlainFact]
    let absences: [PlainAbsence]
    let now: Int64
    let oracle: Oracle
    /// The children who share the thing.
    let children: [PlainLook]
    /// The birth date in each child's record, by its agency's reference.
    let records: [LinkKey: CivilDay?]

    init(
        _ child: PlainPerson,
        _ world: [PlainFact],
        records: [LinkKey: CivilDay?],
        oracle: Oracle,
        now: Int64
    ) {
        (self.child, self.world, self.oracle, self.now) = (child, world, oracle, min(now, child.adult - 1))
        self.records = records
        facts = world.filter { $0.child == child.id && $0.at < child.adult }
        absences = PlainAbsence.all(facts)
        (thing, children) = (nil, [])
    }

    init(_ thing: PlainThing, _ looks: [PlainLook], _ world: [PlainFact], oracle: Oracle, now: Int64) {
        (self.thing, self.world, self.oracle, self.now, child) = (thing, world, oracle, now, PlainPerson())
        (facts, absences, records) = (thing.facts, [], [:])
        children = looks.filter { look in thing.facts.contains { $0.child == look.child.id } }
    }

    /// The absences that somebody reported as missing.
    var missing: [PlainAbsence] { absences.filter { $0.isMissing && $0.isReported } }
    func picked(_ node: PlainNode) -> [PlainFact] { facts.filter(node.means) }

    func states(of rule: PlainRule) -> [PlainMoment] {
        let found = rule.variants.enumerated().flatMap { number, variant in
            variant.branches.flatMap(states(of:)).filter { self.variant(of: rule, at: $0.at) == number }
        }
        let suppression = rule.node["suppressedBy"]
        let said = suppression.texts("rules").flatMap(states(ofRule:)).map(\.at)
        let span = suppression.span("within") ?? 0
        return found.map { escalated($0, rule) }.filter { state in
            !said.contains { $0 <= state.at && state.at - $0 <= span }
        }
    }

    func states(ofRule name: String) -> [PlainMoment] {
        oracle.rules.first { $0.name == name }.map(states(of:)) ?? []
    }

    private func states(of branch: PlainNode) -> [PlainMoment] {
        guard let meaning = Oracle.meanings[branch.word] else { preconditionFailure("unknown: \(branch.word)") }
        let node = branch[branch.word].under(branch.severity)
        precondition(Set(node.keys).isSubset(of: meaning.parameters), "\(branch.word) has words that are unknown")
        return meaning.meaning(self, node)
    }

    /// The last variant that had begun for the child's authority.
    private func variant(of rule: PlainRule, at moment: Int64) -> Int? {
        rule.variants.lastIndex { variant in
            (variant.from.map { $0 <= day(moment) } ?? true)
                && (variant.authority.isEmpty || variant.authority == authority(at: moment))
        }
    }

    private func escalated(_ state: PlainMoment, _ rule: PlainRule) -> PlainMoment {
        rule.node["escalate"].items.reduce(into: state) { state, item in
            if item.severity > state.severity, holds(item["while"], at: state.latest, state.own.last) {
                state.severity = item.severity
            }
        }
    }
}

extension PlainLook {
    /// When something happens, in order.
    func moments(_ node: PlainNode) -> [PlainMoment] {
        switch node.own {
        case "missing":
            return missing.map { absence in
                var moment = PlainMoment(absence.report)
                (moment.at, moment.latest) = (absence.start.lowerBound, absence.start.upperBound)
                return moment
            }
        case "found": return absences.filter(\.isMissing).compactMap(\.found).map(PlainMoment.init)
        case "move": return moves.map(PlainMoment.init)
        case "lowered": return lowerings.map(PlainMoment.init)
        default: break
        }
        if node["oneOf"].exists { return node["oneOf"].items.flatMap(moments).sorted(by: PlainMoment.isBefore) }
        guard node["rules"].exists else { return picked(node).map(PlainMoment.init) }
        return node.texts("rules").flatMap(states(ofRule:)).filter { $0.severity >= node.severity("atLeast") ?? .low }
            .map { state in
                let (own, others) = (state.own.filter { $0.at <= state.at }, state.others.filter { $0.at <= state.at })
                return PlainMoment(at: state.at, .low, own, others: others)
            }.sorted(by: PlainMoment.isBefore)
    }

    /// Placements that follow another; what is told again of one is no move.
    private var moves: [PlainFact] {
        var told: [PlainFact] = []
        for one in facts where one.kind == .placementStarted {
            guard let last = told.last else { told.append(one); continue }
            let isAgain =
                one.agency == last.agency
                ? one.value(.placement) == last.value(.placement)
                : one.at - last.at <= 7 * 86_400_000 && one.value(.hostAuthority) == last.value(.hostAuthority)
            if !isAgain { told.append(one) }
        }
        return Array(told.dropFirst())
    }

    /// A lower band than before, a panel left, a flag taken away.
    private var lowerings: [PlainFact] {
        let bands = ["none", "low", "medium", "high"]
        func band(_ fact: PlainFact) -> Int? {
            fact.kind == .referralDecided ? fact.value(.band).flatMap(bands.firstIndex) : nil
        }
        return facts.filter { fact in
            switch fact.kind {
            case .panelRemoved: return true
            case .statusEnded: return fact.isFlag
            default:
                guard let now = band(fact) else { return false }
                return facts.last { $0.order < fact.order && band($0) != nil }.flatMap(band).map { now < $0 } ?? false
            }
        }
    }
}

extension PlainLook {
    /// A referral or a panel listing makes a child known for good, a flag while it stands; from the moment after.
    func isKnown(before moment: Int64) -> Bool {
        facts.contains { [.referralMade, .panelListed].contains($0.kind) && $0.at < moment }
            || facts.last { $0.isFlag && $0.at < moment }?.kind == .statusStarted
    }

    /// The first moment from one on at which the child is known.
    func firstKnown(from moment: Int64) -> Int64? {
        ([moment] + facts.map { $0.at + 1 }.filter { $0 > moment }).first(where: isKnown)
    }

    /// The placement in which the child was; one at a time, the latest that began.
    func placement(at moment: Int64) -> PlainFact? {
        facts.last { $0.kind == .placementStarted && $0.at <= moment }.flatMap { end(of: $0) > moment ? $0 : nil }
    }

    func end(of placement: PlainFact) -> Int64 {
        func isSame(_ one: PlainFact) -> Bool {
            one.agency == placement.agency && one.value(.placement) == placement.value(.placement)
        }
        let after = facts.drop { $0 != placement }.dropFirst()
        let next = after.first { $0.kind == .placementStarted }
        let own = after.prefix { !($0.kind == .placementStarted && isSame($0)) }
        return min(next?.at ?? .max, own.first { $0.kind == .placementEnded && isSame($0) }?.at ?? .max)
    }

    /// Of the latest placement, otherwise of the social care that told of a status.
    func authority(at moment: Int64) -> String? {
        let placed = facts.last { $0.kind == .placementStarted && $0.at <= moment }?.value(.responsibleAuthority)
        if let placed, !placed.isEmpty { return placed }
        return facts.last {
            $0.kind == .statusStarted && $0.at <= moment && $0.agency.sector == .socialCare
        }?.agency.authority
    }

    /// Whether all of a time between two moments certainly lies in an absence.
    func isMissing(from: Int64, through: Int64) -> Bool {
        missing.contains { $0.start.upperBound <= from && through <= $0.endEarliest }
    }

    func age(at moment: Int64) -> Int? { child.born.map { $0.age(on: day(moment)) } }
    func day(_ moment: Int64) -> CivilDay { Zone.london.day(of: Instant(milliseconds: moment)) }

    /// The beginning of the day on which somebody reaches an age; the last day of a month that is too short.
    static func day(_ born: CivilDay, years: Int, months: Int) -> Int64 {
        let (year, month, day) = born.parts
        let total = (year + years) * 12 + month - 1 + months
        let days = (0...3).compactMap { CivilDay(year: total / 12, month: total % 12 + 1, day: day - $0) }
        return Zone.london.startOfDay(days[0]).milliseconds
    }

    /// The next time after a moment that the clock on the wall shows this.
    func clock(_ seconds: Int, after moment: Int64) -> Int64 {
        (0...2).map { Zone.london.instant(day(moment).advanced(by: $0), secondsAfterMidnight: seconds).milliseconds }
            .first { $0 > moment } ?? .max
    }

    /// Whether all conditions hold; `fact` is the one at hand.
    func holds(_ node: PlainNode, at moment: Int64, _ fact: PlainFact?) -> Bool {
        node.keys.allSatisfy { holds($0, node, at: moment, fact) }
    }

    private func holds(_ key: String, _ node: PlainNode, at moment: Int64, _ fact: PlainFact?) -> Bool {
        let inner = node[key]
        switch key {
        case "known": return isKnown(before: moment) == node.flag(key)
        case "youngerThan": return age(at: moment).map { $0 < node.number(key) } ?? false
        case "ofAge": return age(at: moment).map { $0 >= node.number(key) } ?? false
        case "missing": return isMissing(from: moment, through: moment) == node.flag(key)
        case "missingWithin":
            return missing.contains {
                $0.start.lowerBound <= moment && $0.endLatest >= moment - (node.span(key) ?? 0)
            }
        case "wentMissing":
            let starts = moment - (inner.span("within") ?? 0)...moment
            return missing.count { starts.contains($0.start.lowerBound) } >= inner.number("times")
        case "status":
            return node.texts(key).contains { word in
                facts.last { $0.isStatus(word) && $0.at <= moment }?.kind == .statusStarted
            }
        case "placed": return isPlaced(node.text(key), placement(at: moment))
        case "had": return !picked(inner["any"]).within(inner.span("within") ?? 0, before: moment).isEmpty
        case "is": return fact.map(inner.means) ?? false
        case "partnerOlderBy":
            guard let fact, let partner = fact.value(.partnerAge).flatMap({ Int($0) }) else { return false }
            return age(at: fact.at).map { partner - $0 >= node.number(key) } ?? false
        case "seenLastBefore":
            guard let fact, !fact.isDayOnly else { return false }
            let seen = fact.value(.lastSeen).flatMap { Instant(rfc3339: $0) }
            return seen.map { fact.at - $0.milliseconds > node.span(key) ?? 0 } ?? false
        case "hourKnown": return fact.map { $0.isDayOnly != node.flag(key) } ?? node.flag(key)
        case "any": return inner.items.contains { holds($0, at: moment, fact) }
        case "not": return !holds(inner, at: moment, fact)
        default: preconditionFailure("a condition that is unknown: \(key)")
        }
    }

    private func isPlaced(_ word: String, _ placement: PlainFact?) -> Bool {
        let homes = ["childrens-home", "children's home", "residential", "k2", "h5"]
        return switch word {
        case "anywhere": placement != nil
        case "nowhere": placement == nil
        case "out of area": placement?.isOutOfArea ?? false
        default:
            placement?.agency.sector == .residential
                || placement?.value(.kind).map { homes.contains($0.lowercased()) } ?? false
        }
    }
}

extension PlainFact {
    /// A placement that lies in the area of another authority than the responsible one.
    var isOutOfArea: Bool {
        let (host, responsible) = (value(.hostAuthority) ?? "", value(.responsibleAuthority) ?? "")
        return !host.isEmpty && !responsible.isEmpty && host != responsible
    }

    var isFlag: Bool { isStatus("cse-flag") || isStatus("ce-flag") }
    func isStatus(_ word: String) -> Bool {
        (kind == .statusStarted || kind == .statusEnded) && value(.status) == word
    }
}
