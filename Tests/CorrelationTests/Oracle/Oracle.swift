import RuleEngine
import SafeguardingModel
import StrictYAML

/// The meaning of the rules, written a second time and as plainly as possible, to check judgement against.
///
/// No index, no memory, no increment: every question reads all facts again. It reads the same rule files, and knows of
/// every pattern what its words mean; a word that it does not know is refused.
struct Oracle: Sendable {
    let rules: [PlainRule]
    let calendar: WorkingCalendar
    let agencies: [Agency]
    let relations: PlainRelations

    init(
        rules files: [SiteConfiguration.TextFile],
        calendar: WorkingCalendar,
        relations: SiteConfiguration.TextFile,
        agencies: [Agency]
    ) throws {
        rules = try files.map { PlainRule(PlainNode(try YAMLNode(parsing: $0.text, file: $0.name))) }
            .filter { $0.node.text("status") != "retired" }
        self.calendar = calendar
        self.agencies = agencies
        self.relations = try PlainRelations(relations)
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
            PlainLook(PlainPerson(id, records, told, all), world, records: births(told), oracle: self, now: now)
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
                        evidence: (state.own + state.others).inOrder.map(\.event.id),
                        overtaken: state.overtaken
                    )
                }
            }
        }
    }
}

extension Oracle {
    /// The latest birth date that each record of a child ever gave, by its agency's reference.
    fileprivate func births(_ told: [Story.Told]) -> [LinkKey: CivilDay?] {
        let about = told.filter { !$0.event.subject.isEmpty }
        return Dictionary(grouping: about) { LinkKey(.reference, "\($0.agency)/\($0.event.subject)") }
            .mapValues { $0.compactMap(\.event.child?.born).max() }
    }
}

/// A rule file.
struct PlainRule: Sendable {
    let node: PlainNode
    /// The settings at first, and those from some day on.
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

/// The identity of a child, as far as rules ask.
struct PlainPerson: Sendable {
    var id = ChildID(rawValue: "")
    var born: CivilDay?
    /// Postcode, first line and family name of every address that a record ever gave, in small letters, and since when.
    var homes: [[String]: Int64] = [:]
    var familyNames: [String] = []
    /// Postcode and first line where both are known.
    var addresses: Set<[String]> { Set(homes.keys.map { Array($0.prefix(2)) }.filter { !$0.contains("") }) }
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
        for one in told where records.contains(where: { $0.agency == one.agency && $0.subject == one.event.subject }) {
            guard let person = one.event.child else { continue }
            familyNames += [person.familyName.lowercased()].filter { !$0.isEmpty }
            if person.postcode.isEmpty { continue }
            let home = [person.postcode, Premises.house(person.address), person.familyName].map { $0.lowercased() }
            homes[home] = min(homes[home] ?? .max, one.event.occurred.earliest.milliseconds)
        }
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
        key.place.map { place in addresses.contains { isHouse($0, place) } } ?? false
    }

    /// Whether two postcodes with a house are certainly one house.
    static func isHouse(_ one: [String], _ other: [String]) -> Bool {
        let numbers = [one[1], other[1]].map { String(Premises.number($0)) }
        return one[0] == other[0] && one[1] != "" && other[1] != ""
            && (one[1] == other[1] || one[1] == numbers[1] || other[1] == numbers[0])
    }

    /// Whether these links speak of a home that may be the child's own, and none of another house.
    func mayLive(at links: [Link]) -> Bool {
        let told = links.filter { $0.kind == "home" }.map(\.places).filter { !$0.isEmpty }
        return homes.keys.contains { home in
            !told.isEmpty
                && told.joined().allSatisfy {
                    $0[0] == home[0] && ($0[1] == "" || home[1] == "" || Self.isHouse($0, home))
                }
        }
    }
}

extension LinkKey {
    /// Postcode and house of a premises key, in small letters.
    var place: [String]? {
        let parts = value.lowercased().split(separator: "|").map(String.init)
        return scheme == .premises && parts.count == 2 ? parts : nil
    }
}

extension Link {
    /// Where it says that somebody or something is: postcode and house, which may not be known.
    var places: [[String]] {
        keys.compactMap(\.place)
            + traits.compactMap { trait in
                if case .address(let postcode, let house) = trait {
                    [postcode.lowercased(), house.lowercased()]
                } else {
                    nil
                }
            }
    }

    /// The same with the numbers of properties, each a house of its own.
    var dwellings: [[String]] {
        places + keys.filter { $0.scheme == .uprn }.map { ["uprn \($0.value)", $0.value] }
    }

    /// Whether it is somebody of the child's family, or who cares for the child.
    func isFamily(of child: PlainPerson) -> Bool {
        guard !isOfConcern, relation == nil else { return [.family, .carer].contains(relation) && !isOfConcern }
        return kind == "person" && Relation.isKin(label, familyNames: child.familyNames)
    }
}
