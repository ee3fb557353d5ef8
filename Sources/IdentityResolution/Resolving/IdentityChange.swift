public import SafeguardingModel

/// What learning something, or a decision, changed about who is who.
public struct IdentityChange: Hashable, Sendable {
    /// One record that belongs to another child than before.
    public struct Move: Hashable, Sendable {
        public let record: RecordKey
        /// The number that the record was given when it was learnt first, from 0.
        public let number: UInt32
        /// Nil where the record is new.
        public let before: ChildID?
        public let after: ChildID
        let reason: Reason
    }

    /// Why a record belongs to whom it now belongs. ``Resolver/sentences(_:)`` puts it into words; most never are: a new
    /// record of a child surprises nobody.
    enum Reason: Hashable, Sendable {
        case alone
        /// A child of its own again, because of a decision or of what is now seen to be shared.
        case parted(decision: Int64?)
        case decided(with: RecordKey, decision: Int64)
        /// They agree with the record of this number.
        case alike(UInt32)
    }

    /// In the order of the records' keys.
    public var moves: [Move]
    /// The children that ceased to be, with the child in which each one's first record is now.
    public var redirects: [ChildID: ChildID]

    public init(moves: [Move] = [], redirects: [ChildID: ChildID] = [:]) {
        self.moves = moves
        self.redirects = redirects
    }

    /// Everything belongs to whom it belonged before.
    public var isEmpty: Bool { moves.isEmpty }

    /// Every child that lost or gained a record, old and new, sorted.
    public var touched: [ChildID] {
        Set(moves.flatMap { [$0.before, $0.after].compactMap(\.self) }).sorted()
    }

    /// Where a child of before is now.
    public func redirect(_ child: ChildID) -> ChildID { redirects[child] ?? child }
}
