import SafeguardingModel

/// People's decisions about who is who, from the journal.
struct IdentityDecisions {
    private(set) var children = DecisionLog<RecordKey>()
    /// The decisions about adults of the real world, and those of drills.
    private(set) var adults = [DecisionLog<LinkKey>(), DecisionLog<LinkKey>()]

    mutating func add(_ decision: Decision, at position: Position, _ instant: Instant) {
        switch decision.kind {
        case .same(let records): children.add(records, areOne: true, decision, position, instant)
        case .different(let records): children.add(records, areOne: false, decision, position, instant)
        case .samePerson(let keys, let isExercise):
            adults[isExercise ? 1 : 0].add(keys, areOne: true, decision, position, instant)
        case .differentPeople(let keys, let isExercise):
            adults[isExercise ? 1 : 0].add(keys, areOne: false, decision, position, instant)
        case .takenBack(let earlier):
            children.takeBack(earlier, at: position)
            for world in adults.indices { adults[world].takeBack(earlier, at: position) }
        default: break
        }
    }
}

/// Decisions that two or more are one, or are different, by what they are about.
struct DecisionLog<Key: Hashable & Sendable> {
    struct Made: Hashable, Sendable {
        var position: Position
        var at: Instant
        var by: String
        var note: String
        var areOne: Bool
        var about: [Key]
        var isTakenBack = false
    }

    private var made: [Made] = []
    private var places: [Key: [Int]] = [:]
    /// The positions at which each decision, or taking back, was taken back.
    private var backs: [Position: [Position]] = [:]

    /// Returns the decisions about one of these, the latest first.
    func about(_ keys: [Key]) -> [Made] {
        Set(keys.flatMap { places[$0] ?? [] }).sorted(by: >).map { place in
            var decision = made[place]
            decision.isTakenBack = isTakenBack(decision.position)
            return decision
        }
    }

    /// Returns whether a decision is taken back; it is not where that taking back was itself taken back.
    private func isTakenBack(_ position: Position) -> Bool { backs[position]?.contains { !isTakenBack($0) } ?? false }

    fileprivate mutating func takeBack(_ earlier: Position, at position: Position) {
        if earlier < position { backs[earlier, default: []].append(position) }
    }

    fileprivate mutating func add(
        _ keys: [Key],
        areOne: Bool,
        _ decision: Decision,
        _ position: Position,
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
