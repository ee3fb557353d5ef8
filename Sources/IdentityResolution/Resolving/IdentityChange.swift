public import SafeguardingModel

/// What learning something, or a decision, changed about who is who.
public struct IdentityChange: Hashable, Sendable {
    /// One record that belongs to another child than before.
    public struct Move: Hashable, Sendable {
        public let record: RecordKey
        /// Nil where the record is new.
        public let before: ChildID?
        public let after: ChildID
        /// Why, in one plain sentence that names records and nobody's name.
        public let sentence: String

        public init(record: RecordKey, before: ChildID?, after: ChildID, sentence: String) {
            self.record = record
            self.before = before
            self.after = after
            self.sentence = sentence
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
