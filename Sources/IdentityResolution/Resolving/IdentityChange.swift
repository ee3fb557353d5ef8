public import SafeguardingModel

/// What learning something, or a decision, changed about who is who.
public struct IdentityChange: Hashable, Sendable {
    /// One record that belongs to another child than before.
    public struct Move: Hashable, Sendable {
        public let record: RecordKey
        /// Nil where the record is new.
        public let before: ChildID?
        public let after: ChildID
        let reason: Reason

        /// Why, in one plain sentence that names records and nobody's name.
        public var sentence: String { reason.sentence(record) }
    }

    /// Why a record belongs to whom it now belongs. Most are never put into words: a new record of a child surprises nobody.
    enum Reason: Hashable, Sendable {
        case alone
        /// A child of its own again, because of a decision or of what is now seen to be shared.
        case parted(decision: Int64?)
        case decided(with: RecordKey, decision: Int64)
        case alike(RecordKey, Comparison)

        func sentence(_ record: RecordKey) -> String {
            switch self {
            case .alone: "\(record) is a child of whom no other record is known"
            case .parted(let decision?):
                "\(record) is a child of its own again: so a person decided (entry \(decision))"
            case .parted(nil):
                "\(record) is a child of its own again: what it shared with others is now seen to be shared by several children"
            case .decided(let other, let decision):
                "\(record) and \(other) are one child: a person decided that they are the same (entry \(decision))"
            case .alike(let other, let comparison):
                "\(record) and \(other) are one child: both carry \(comparison.agreement)"
            }
        }
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

    /// The reasons, each once.
    public var sentences: [String] {
        var seen: Set<String> = []
        return moves.map(\.sentence).filter { seen.insert($0).inserted }
    }
}
