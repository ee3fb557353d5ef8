import SafeguardingModel

/// What people decided about who is who, as it stands in the journal.
struct IdentityDecisions {
    struct Made: Hashable, Sendable {
        var position: Int64
        var at: Instant
        var by: String
        var note: String
        var isSame: Bool
        var records: [RecordKey]
        var isTakenBack = false
    }

    private var made: [Made] = []
    private var byRecord: [RecordKey: [Int]] = [:]

    mutating func add(_ decision: Decision, at position: Int64, _ instant: Instant) {
        switch decision.kind {
        case .same(let records): add(records, true, decision, position, instant)
        case .different(let records): add(records, false, decision, position, instant)
        case .takenBack(let earlier):
            if let index = made.lastIndex(where: { $0.position == earlier }) { made[index].isTakenBack = true }
        default: break
        }
    }

    /// Those about one of these records, the latest first.
    func about(_ records: [RecordKey]) -> [Made] {
        Set(records.flatMap { byRecord[$0] ?? [] }).sorted(by: >).map { made[$0] }
    }

    private mutating func add(
        _ records: [RecordKey],
        _ isSame: Bool,
        _ decision: Decision,
        _ position: Int64,
        _ instant: Instant
    ) {
        for record in Set(records) { byRecord[record, default: []].append(made.count) }
        made.append(
            Made(
                position: position,
                at: instant,
                by: decision.by,
                note: decision.note,
                isSame: isSame,
                records: records
            )
        )
    }
}
