public import SafeguardingModel

/// The change of children caused by new data or a decision.
public struct IdentityChange: Hashable, Sendable {
    /// One record that now belongs to another child than before.
    public struct Move: Hashable, Sendable {
        /// The record that moved.
        public let record: RecordKey
        /// The number of the record, from 0 in the order in which records were first learnt.
        public let number: UInt32
        /// The child before; nil where the record is new.
        public let before: ChildID?
        /// The child to which the record belongs now.
        public let after: ChildID
        let reason: Reason
    }

    /// The reason why a record belongs to its present child. ``Resolver/sentences(_:)`` puts it into words; for most
    /// moves nobody asks, because a child's new record surprises nobody.
    enum Reason: Hashable, Sendable {
        case alone
        /// The record is a child of its own again, because of a decision or of a value that is now seen to be shared.
        case parted(decision: Position?)
        case decided(with: RecordKey, decision: Position)
        /// The record agrees with the record of this number.
        case alike(UInt32)
    }

    /// The moves, in the order of the records' keys.
    public var moves: [Move]
    /// The children that ceased to exist, each with the child that now has its first record.
    public var redirects: [ChildID: ChildID]

    public init(moves: [Move] = [], redirects: [ChildID: ChildID] = [:]) {
        self.moves = moves
        self.redirects = redirects
    }

    /// Whether every record belongs to the same child as before.
    public var isEmpty: Bool { moves.isEmpty }

    /// The children, old and new, that lost or gained a record, sorted.
    public var touched: [ChildID] {
        Set(moves.flatMap { [$0.before, $0.after].compactMap(\.self) }).sorted()
    }

    /// Returns the child that an earlier child has become.
    public func redirect(_ child: ChildID) -> ChildID { redirects[child] ?? child }
}
