import RuleEngine
import SafeguardingModel

/// What agencies corrected or withdrew of what they had told.
///
/// Pure, whatever the order: a correction may come before what it corrects, and be corrected or withdrawn itself. Of
/// several, the one recorded last holds.
struct Amendments: Sendable {
    /// One event's content, as first told or as a correction tells it.
    struct FactVersion: Sendable {
        var source: FactContent
        var record: UInt32?
        var agency: UInt16
        var position: Int64
        var received: Instant
        /// The entry whose words these are, where a correction gave others than were first told.
        var correctedAt: Int64?
    }

    struct Amendment: Sendable {
        var key: FactID
        var isWithdrawal: Bool
        var told: FactVersion
    }

    private var byTarget: [FactID: [Amendment]] = [:]
    private var targets: [FactID: FactID] = [:]
    /// What was told at first, of the events that were amended.
    private var originals: [FactID: FactVersion] = [:]

    var isEmpty: Bool { byTarget.isEmpty }

    func concern(_ key: FactID) -> Bool { !byTarget.isEmpty && byTarget[key] != nil }
    func original(of key: FactID) -> FactVersion? { originals[key] }
    mutating func keep(_ told: FactVersion, of key: FactID) { originals[key] = told }

    /// Takes an amendment in, and returns the event that it amends in the end.
    mutating func add(_ amendment: Amendment, to target: FactID) -> FactID {
        insert(amendment, &byTarget[target, default: []])
        targets[amendment.key] = target
        return root(of: target)
    }

    /// In the order in which they were recorded.
    private func insert(_ amendment: Amendment, _ all: inout [Amendment]) {
        let place = all.lastIndex { !Amendments.isBefore(amendment, $0) }.map { $0 + 1 } ?? 0
        all.insert(amendment, at: place)
    }

    /// The event that an amendment amends in the end, or the event itself.
    func root(of key: FactID) -> FactID {
        var key = key
        for _ in 0..<Amendments.deepest {
            guard let target = targets[key] else { break }
            key = target
        }
        return key
    }

    private static let deepest = 16

    /// What holds of an event now; nil where it is withdrawn.
    func standing(of key: FactID) -> FactVersion? {
        originals[key].flatMap { standing(key, $0, depth: 0) }
    }

    private func standing(_ key: FactID, _ told: FactVersion, depth: Int) -> FactVersion? {
        guard depth < Amendments.deepest, let amendments = byTarget[key] else { return told }
        for amendment in amendments.reversed() {
            guard let valid = standing(amendment.key, amendment.told, depth: depth + 1) else { continue }
            return amendment.isWithdrawal ? nil : told.corrected(by: valid)
        }
        return told
    }

    private static func isBefore(_ left: Amendment, _ right: Amendment) -> Bool {
        (left.told.source.recorded, left.told.source.id, left.key)
            < (right.told.source.recorded, right.told.source.id, right.key)
    }
}

extension Amendments.FactVersion {
    /// The correction's data, time and child under the original's kind, id and position.
    func corrected(by correction: Self) -> Self {
        var told = correction
        told.source.kind = source.kind
        told.source.id = source.id
        told.source.isCorrected = true
        told.correctedAt = correction.correctedAt ?? correction.position
        told.position = position
        told.record = correction.record ?? record
        return told
    }
}
