import RuleEngine
import SafeguardingModel

/// The corrections and withdrawals that agencies sent of their events.
///
/// The result is independent of the order of arrival: a correction may come before the event that it corrects, and be
/// corrected or withdrawn itself. Of several, the one recorded last holds.
struct Amendments: Sendable {
    /// One event's content, as first sent or as a correction gives it.
    struct FactVersion: Sendable {
        var source: FactContent
        var record: RecordIndex?
        var agency: UInt16
        var position: Position
        var received: Instant
        /// The position of the correction that gave this content, if it is not the first.
        var correctedAt: Position?
    }

    struct Amendment: Sendable {
        var key: FactID
        var isWithdrawal: Bool
        var version: FactVersion
    }

    private var byTarget: [FactID: [Amendment]] = [:]
    private var targets: [FactID: FactID] = [:]
    /// The first content of each event that was amended.
    private var originals: [FactID: FactVersion] = [:]

    var isEmpty: Bool { byTarget.isEmpty }

    func concern(_ key: FactID) -> Bool { !byTarget.isEmpty && byTarget[key] != nil }
    func original(of key: FactID) -> FactVersion? { originals[key] }
    mutating func keep(_ version: FactVersion, of key: FactID) { originals[key] = version }

    /// Adds an amendment, and returns the event at the end of its chain.
    mutating func add(_ amendment: Amendment, to target: FactID) -> FactID {
        insert(amendment, &byTarget[target, default: []])
        targets[amendment.key] = target
        return root(of: target)
    }

    /// Inserts an amendment in the order of recording.
    private func insert(_ amendment: Amendment, _ all: inout [Amendment]) {
        let place = all.lastIndex { !Amendments.isBefore(amendment, $0) }.map { $0 + 1 } ?? 0
        all.insert(amendment, at: place)
    }

    /// Returns the event at the end of an amendment's chain, or the event itself.
    func root(of key: FactID) -> FactID {
        var key = key
        for _ in 0..<Amendments.deepest {
            guard let target = targets[key] else { break }
            key = target
        }
        return key
    }

    /// The longest chain of amendments that is followed: events that name one another as corrected must come to an end.
    private static let deepest = 16

    /// Returns the content of an event that holds now; nil if it is withdrawn.
    func standing(of key: FactID) -> FactVersion? {
        originals[key].flatMap { standing(key, $0, depth: 0) }
    }

    private func standing(_ key: FactID, _ version: FactVersion, depth: Int) -> FactVersion? {
        guard depth < Amendments.deepest, let amendments = byTarget[key] else { return version }
        for amendment in amendments.reversed() {
            guard let valid = standing(amendment.key, amendment.version, depth: depth + 1) else { continue }
            return amendment.isWithdrawal ? nil : version.corrected(by: valid)
        }
        return version
    }

    private static func isBefore(_ left: Amendment, _ right: Amendment) -> Bool {
        (left.version.source.recorded, left.version.source.id, left.key)
            < (right.version.source.recorded, right.version.source.id, right.key)
    }
}

extension Amendments.FactVersion {
    /// Returns the correction's data, time and child under the original's kind, id and position.
    func corrected(by correction: Self) -> Self {
        var version = correction
        version.source.kind = source.kind
        version.source.id = source.id
        version.source.isCorrected = true
        version.correctedAt = correction.correctedAt ?? correction.position
        version.position = position
        version.record = correction.record ?? record
        return version
    }
}
