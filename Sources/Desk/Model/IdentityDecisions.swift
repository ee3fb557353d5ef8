import SafeguardingModel

/// What people decided about who is who, as it stands in the journal.
struct IdentityDecisions {
    private(set) var children = DecisionLog<RecordKey>()
    /// The real world's adults, and the drills'.
    private(set) var adults = [DecisionLog<LinkKey>(), DecisionLog<LinkKey>()]

    mutating func add(_ decision: Decision, at position: Int64, _ instant: Instant) {
        switch decision.kind {
        case .same(let records): children.add(records, areOne: true, decision, position, instant)
        case .different(let records): children.add(records, areOne: false, decision, position, instant)
        case .samePerson(let keys, let isExercise):
            adults[isExercise ? 1 : 0].add(keys, areOne: true, decision, position, instant)
        case .differentPeople(let keys, let isExercise):
            adults[isExercise ? 1 : 0].add(keys, areOne: false, decision, position, instant)
        case .takenBack(let earlier):
            children.takeBack(earlier)
            for world in adults.indices { adults[world].takeBack(earlier) }
        default: break
        }
    }
}

/// Decisions that these are one, or are not, by what they are about.
struct DecisionLog<Key: Hashable & Sendable> {
    struct Made: Hashable, Sendable {
        var position: Int64
        var at: Instant
        var by: String
        var note: String
        var areOne: Bool
        var about: [Key]
        var isTakenBack = false
    }

    private var made: [Made] = []
    private var places: [Key: [Int]] = [:]

    /// Those about one of these, the latest first.
    func about(_ keys: [Key]) -> [Made] {
        Set(keys.flatMap { places[$0] ?? [] }).sorted(by: >).map { made[$0] }
    }

    fileprivate mutating func takeBack(_ position: Int64) {
        if let index = made.lastIndex(where: { $0.position == position }) { made[index].isTakenBack = true }
    }

    fileprivate mutating func add(
        _ keys: [Key],
        areOne: Bool,
        _ decision: Decision,
        _ position: Int64,
        _ instant: Instant
    ) {
        for key in Set(keys) { places[key, default: []].append(made.count) }
        made.append(
            Made(
                position: position,
                at: instant,
                by: decision.by,
                note: decision.note,
                areOne: areOne,
                about: keys
            )
        )
    }
}
