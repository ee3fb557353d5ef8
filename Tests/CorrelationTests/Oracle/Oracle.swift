import RuleEngine
import SafeguardingModel
import StrictYAML

/// What the rules mean, written down a second time and as plainly as possible: the judge of the judge.
///
/// No index, no memory, no increment: every question reads all facts again. It reads the same rule files, and knows of
/// every pattern what its words mean; a word that it does not know is refused.
struct Oracle: Sendable {
    let rules: [PlainRule]
    let calendar: WorkingCalendar
    let agencies: [Agency]

    init(rules files: [SiteConfiguration.TextFile], calendar: WorkingCalendar, agencies: [Agency]) throws {
        rules = try files.map { PlainRule(PlainNode(try YAMLNode(parsing: $0.text, file: $0.name))) }
            .filter { $0.node.text("status") != "retired" }
        self.calendar = calendar
        self.agencies = agencies
    }

    /// Everything that is said at a moment, given all that agencies told so far and which records are one child.
    func says(_ told: [Story.Told], children: [ChildID: [RecordKey]], now: Instant) -> [PlainSaying] {
        [false, true].flatMap { isExercise in
            let own = told.filter { $0.event.exercise == isExercise }
            let children = children.filter { $0.value.contains { $0.exercise == isExercise } }
            return own.isEmpty ? [] : says(own, children, now.milliseconds)
        }
    }

    private func says(_ told: [Story.Told], _ children: [ChildID: [RecordKey]], _ now: Int64) -> [PlainSaying] {
        let all = PlainFact.standing(told, children, agencies)
        let world = all.filter { $0.at <= now }
        let looks = children.map { id, records in
            PlainLook(PlainPerson(id, records, told, all), world, oracle: self, now: now)
        }
        let things = PlainThing.all(world, looks.map(\.child)).map {
            PlainLook($0, looks, world, oracle: self, now: now)
        }
        return rules.flatMap { rule in
            (rule.isShared ? things : looks).flatMap { look in
                look.states(of: rule).map { state in
                    PlainSaying(
                        rule: rule.name,
                        subject: look.thing?.subject ?? "child \(look.child.id)",
                        from: state.at,
                        depth: state.depth,
                        severity: state.severity,
                        evidence: (state.own + state.others).inOrder.map(\.event.id)
                    )
                }
            }
        }
    }
}

/// A rule file.
struct PlainRule: Sendable {
    let node: PlainNode
    /// What holds first, and what holds instead from some day on.
    let variants: [(from: CivilDay?, authority: String, branches: [PlainNode])]

    init(_ node: PlainNode) {
        self.node = node
        let later = node["variants"].items.map { variant in
            let when = variant.under(variant.severity("severity") ?? node.severity)
            return (CivilDay(variant.text("from")), variant.text("authority"), when.branches)
        }
        variants = [(nil, "", node.branches)] + later
    }

    var name: String { node.text("rule") }
    var isShared: Bool { node.text("about") == "shared" }
}

/// Who a child is, as far as rules ask.
struct PlainPerson: Sendable {
    var id = ChildID(rawValue: "")
    var born: CivilDay?
    /// Postcode and first line of every address that a record ever gave, in small letters.
    var addresses: Set<[String]> = []
    /// When they are no child any more.
    var adult = Int64.max

    /// Nobody: what is shared has no age.
    init() {}

    /// Of a record the latest birth date that it ever gave, of a child the one that most records give, of several the latest.
    init(_ id: ChildID, _ records: [RecordKey], _ told: [Story.Told], _ facts: [PlainFact]) {
        self.id = id
        let given = records.map { record in
            told.filter { $0.agency == record.agency && $0.event.subject == record.subject }.compactMap(\.event.child)
        }
        let dates = given.compactMap { $0.compactMap(\.born).max() }
        born = dates.max { one, other in
            (dates.count { $0 == one }, one) < (dates.count { $0 == other }, other)
        }
        let homes = given.joined().map { [$0.postcode.lowercased(), $0.address.lowercased()] }
        addresses = Set(homes.filter { !$0.contains("") })
        // A birth date by which the first fact is about somebody of twenty-five is a typing error.
        guard let (year, month, day) = born?.parts else { return }
        let eighteenth =
            CivilDay(year: year + 18, month: month, day: day) ?? CivilDay(year: year + 18, month: 3, day: 1)
        guard let birthday = eighteenth.map({ Zone.london.startOfDay($0).milliseconds }) else { return }
        let first = facts.first { $0.child == id }?.at ?? 0
        if first <= birthday + 7 * 366 * 86_400_000 { adult = birthday }
    }

    /// Whether a key is the address of one of these homes: by the whole first line or by its number alone.
    static func isAddress(_ key: LinkKey, _ addresses: Set<[String]>) -> Bool {
        let parts = key.value.lowercased().split(separator: "|").map(String.init)
        guard key.scheme == .premises, parts.count == 2 else { return false }
        return addresses.contains { home in
            let numbers = [home[1], parts[1]].map { String($0.prefix { $0 != " " && $0 != "," }) }
            return home[0] == parts[0] && (home[1] == parts[1] || home[1] == numbers[1] || parts[1] == numbers[0])
        }
    }
}
