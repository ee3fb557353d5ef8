public import IdentityResolution
public import RuleEngine
public import SafeguardingModel

extension Correlator {
    /// Every alert ever raised, in order of raising, explained by the facts as they are now known.
    public var alerts: [Alert] { book.entries.elements.map { explained($0) } }

    /// Returns an alert, explained by the facts as they are now known. With a clearance, the sentences about who its
    /// child or its adults may be say only what the reader may know.
    public func alert(_ id: String, for clearance: Clearance? = nil) -> Alert? {
        book.index(of: id).map { explained(book.entries[$0], for: clearance) }
    }

    /// Returns whether such an alert was ever raised.
    public func hasAlert(_ id: String) -> Bool { book.index(of: id) != nil }

    /// Every alert ever raised, with at most the headline of its explanation: quick, for lists and counts.
    public var alertsUnexplained: [Alert] { book.entries.elements.map(\.alert) }

    /// Returns the alerts about one child, in order of raising.
    public func alerts(of child: ChildID) -> [Alert] {
        subjectOfChild[child].map { subjects[$0].alerts.map { explained(book.entries[$0]) } } ?? []
    }

    /// Returns the facts about a child, in order of occurrence.
    public func chronology(of child: ChildID) -> [Fact] {
        subjectOfChild[child].map { subjects[$0].chronology.facts(in: directory) } ?? []
    }

    /// Returns the child to whom a record belongs; nil for an unknown record.
    public func child(of record: RecordKey) -> ChildID? { resolver.child(of: record) }

    /// The number of children that the records make.
    public var childCount: Int { resolver.childCount }

    /// The number of alerts ever raised, and of those that are open.
    public var alertCounts: (all: Int, open: Int) {
        (book.entries.count, book.entries.elements.count { $0.alert.isOpen })
    }

    /// Every child, sorted.
    public var children: [ChildID] { resolver.children }

    /// Returns the records of a child, in the order of their keys; none where the child does not, or no longer, exist.
    public func records(of child: ChildID) -> [RecordKey] { resolver.records(of: child) }

    /// The pairs of records about which a person has to decide whether they are one child, the likeliest first.
    public var pending: [PendingPair] { resolver.pending }

    /// Returns the pending pairs with a record of this child.
    public func pending(of child: ChildID) -> [PendingPair] { resolver.pending(of: child) }

    /// Returns how two records compare, field by field, in sentences.
    public func comparison(_ left: RecordKey, _ right: RecordKey) -> [String] { resolver.comparison(left, right) }

    /// Returns why two records are one child, or what keeps them apart.
    public func why(_ left: RecordKey, _ right: RecordKey) -> [String] { resolver.why(left, right) }

    /// The pairs of adults about whom a person has to decide whether they are one, the likeliest first.
    public var possibleAdults: [PossibleAdults] {
        worlds[Realm.real.index].adults.possible({ child(ofRecord: $0) }, { records(besides: $0) })
    }

    /// Returns the pairs with the adults whom these facts name, the likeliest first; for a reader with a clearance, as
    /// if the facts that they may not read did not exist.
    public func possibleAdults(
        namedIn positions: [Position],
        isExercise: Bool,
        for clearance: Clearance? = nil
    ) -> [PossibleAdults] {
        guard positions.contains(where: { adultFactNames[$0] != nil }) else { return [] }
        let book = worlds[Realm(isExercise: isExercise).index].adults
        guard let clearance else {
            return book.possible(namedIn: positions, { child(ofRecord: $0) }, { records(besides: $0) })
        }
        return book.possible(
            namedIn: positions,
            knowing: { isKnown($0, to: clearance) },
            { child(ofRecord: $0) },
            { records(besides: $0) }
        )
    }

    /// Returns every key of the adults whom these facts name, sorted.
    public func adultKeys(namedIn positions: [Position], isExercise: Bool) -> [LinkKey] {
        worlds[Realm(isExercise: isExercise).index].adults.keys(namedIn: positions)
    }

    /// Returns whether a reader may know any fact that names this very key of an adult.
    public func isKnown(_ key: LinkKey, isExercise: Bool, to clearance: Clearance) -> Bool {
        worlds[Realm(isExercise: isExercise).index].adults.facts(naming: key).contains { isKnown($0, to: clearance) }
    }

    private func isKnown(_ fact: AdultFact, to clearance: Clearance) -> Bool {
        if fact.isRestricted, !clearance.mayRead(fact.position) { return false }
        return fact.record.map { !clearance.closed.contains(records[RecordIndex($0)].key) } ?? true
    }

    /// Returns how two adults compare, field by field, in sentences; nil if no fact names one of them.
    public func comparison(ofAdults left: LinkKey, _ right: LinkKey) -> [String]? {
        worlds[Realm.real.index].adults.comparison(left, right) { child(ofRecord: $0) }
    }

    /// Returns why two keys are, or are not, one adult's.
    public func why(adults left: LinkKey, _ right: LinkKey) -> String {
        worlds[Realm.real.index].adults.why(left, right)
    }

    /// Returns every key of the adult who has this one, sorted; nil if no fact names it.
    public func keys(ofAdultWith key: LinkKey, exercise: Bool = false) -> [LinkKey]? {
        worlds[Realm(isExercise: exercise).index].adults.keys(ofAdultWith: key)
    }

    /// Returns the positions of the facts that name an adult.
    public func facts(ofAdultWith key: LinkKey) -> [Position] {
        worlds[Realm.real.index].adults.facts(ofAdultWith: key)
    }

    /// Returns the findings about a child at a time, from scratch: for comparisons and questions about the past.
    public func findings(about child: ChildID, at instant: Instant) -> [Finding] {
        guard let number = subjectOfChild[child] else { return [] }
        var context = self.context(of: number, at: instant)
        return rules.live.flatMap { Evaluator.findings(rules[$0], &context).findings }
    }

    /// Returns the findings at a time about what children share, from scratch.
    public func sharedFindings(at instant: Instant) -> [Finding] {
        guard !rules.shared.isEmpty else { return [] }
        return Realm.allCases.flatMap { realm in
            worlds[realm.index].sharedComponents.map { (realm, $0[0]) }
        }.flatMap { realm, key in
            var context = context(of: key, in: realm, at: instant)
            return rules.shared.flatMap { Evaluator.findings(rules[$0], &context).findings }
        }
    }

    /// The time since which facts are judged: of what happened before, states aside, a late word changes no finding. Nil
    /// before the first entry.
    public var judgedSince: Instant? { week == .min ? nil : Instant(milliseconds: settled) }

    /// The zone in which it names times.
    public var zone: SafeguardingModel.Zone { rules.zone }

    /// The moment to which time has passed.
    public var judgedUntil: Instant { now }

    /// The agencies as the latest configuration names them.
    public var agencies: [Agency] { configuration?.agencies ?? [] }

    /// The rules by which it judges now.
    public var ruleSet: RuleSet { rules }
}
