/// The real world, or that of exercises: what belongs to one never mixes with the other.
package enum Realm: String, Hashable, Comparable, Sendable, CaseIterable {
    case real
    case exercise

    @inlinable package init(isExercise: Bool) { self = isExercise ? .exercise : .real }

    @inlinable package var isExercise: Bool { self == .exercise }
    /// The index in `allCases`.
    @inlinable package var index: Int { isExercise ? 1 : 0 }

    package static func < (left: Realm, right: Realm) -> Bool { !left.isExercise && right.isExercise }
}

extension Event {
    package var realm: Realm { Realm(isExercise: exercise) }
}

extension RecordKey {
    package var realm: Realm { Realm(isExercise: exercise) }
}
