internal import SafeguardingModel

/// People's decisions about who is who: about children by their records, or about adults by their keys.
///
/// A decision that is taken back counts as never made.
struct DecisionBook<Name: Hashable & Comparable & Sendable>: Sendable {
    /// The content of one decision.
    enum Said: Sendable {
        case same([Name])
        case different([Name])
        case takenBack(Position)
    }

    private var decisions: [Position: Said] = [:]
    private var positionsByRecord: [Name: [Position]] = [:]
    private var takingBack: [Position: [Position]] = [:]

    var isEmpty: Bool { positionsByRecord.isEmpty }

    /// Adds a decision, and returns the records that it is about.
    mutating func add(_ kind: Said, at position: Position) -> [Name] {
        guard decisions[position] == nil else { return [] }
        switch kind {
        case .same(let records), .different(let records):
            decisions[position] = kind
            for record in Set(records) { positionsByRecord[record, default: []].append(position) }
            return records
        case .takenBack(let earlier) where earlier < position:
            decisions[position] = kind
            takingBack[earlier, default: []].append(position)
            return records(decidedAt: earlier)
        case .takenBack: return []
        }
    }

    /// Returns whether a decision counts. Taking back a taking back makes the first decision count again.
    func counts(_ position: Position) -> Bool {
        !(takingBack[position] ?? []).contains(where: counts)
    }

    /// Returns the records that a decision, or the decision that it takes back, is about.
    private func records(decidedAt position: Position) -> [Name] {
        switch decisions[position] {
        case .same(let records), .different(let records): records
        case .takenBack(let earlier): records(decidedAt: earlier)
        default: []
        }
    }

    /// Returns the records that people joined with this one.
    func joined(with record: Name) -> [Name] {
        (positionsByRecord[record] ?? []).filter(counts).flatMap { position in
            if case .same(let records) = decisions[position] { records } else { [Name]() }
        }
    }

    /// Returns the verdict that counts for each two of `records`, which are in order: the latest decision about the
    /// pair.
    func verdicts(among records: [Name]) -> [Verdict] {
        guard !isEmpty else { return [] }
        let places = Dictionary(uniqueKeysWithValues: records.enumerated().map { ($1, $0) })
        let positions = Set(records.flatMap { positionsByRecord[$0] ?? [] }).filter(counts).sorted()
        var latest: [Verdict.Pair: Verdict] = [:]
        for position in positions {
            for verdict in verdicts(of: position, places: places) { latest[verdict.pair] = verdict }
        }
        return latest.values.sorted { $0.pair < $1.pair }
    }

    private func verdicts(of position: Position, places: [Name: Int]) -> [Verdict] {
        let isSame: Bool
        let named: [Name]
        switch decisions[position] {
        case .same(let records): (isSame, named) = (true, records)
        case .different(let records): (isSame, named) = (false, records)
        default: return []
        }
        let found = Set(named.compactMap { places[$0] }).sorted()
        return found.indices.flatMap { low in
            found[(low + 1)...].map { high in
                Verdict(pair: .init(low: found[low], high: high), isSame: isSame, position: position)
            }
        }
    }
}

extension DecisionBook<RecordKey> {
    /// Adds a decision about records of children; decisions about other things change nothing.
    mutating func add(_ kind: Decision.Kind, at position: Position) -> [RecordKey] {
        switch kind {
        case .same(let records): add(Said.same(records), at: position)
        case .different(let records): add(Said.different(records), at: position)
        case .takenBack(let earlier): add(Said.takenBack(earlier), at: position)
        default: []
        }
    }

    /// Returns the verdicts, without those between a record of an exercise and a real one.
    func verdictsInOneWorld(among records: [RecordKey]) -> [Verdict] {
        verdicts(among: records).filter { records[$0.pair.low].exercise == records[$0.pair.high].exercise }
    }
}

/// The decision about two records, by their places in a list.
struct Verdict: Hashable, Sendable {
    struct Pair: Hashable, Comparable, Sendable {
        let low: Int
        let high: Int

        static func < (left: Pair, right: Pair) -> Bool { (left.low, left.high) < (right.low, right.high) }
    }

    let pair: Pair
    let isSame: Bool
    let position: Position
}
