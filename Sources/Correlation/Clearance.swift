public import SafeguardingModel

/// What somebody may know of: a reader of the desk, for whom not every child and not every fact is there.
public struct Clearance {
    /// Every record of the children who do not exist for them.
    public var closed: Set<RecordKey>
    /// Whether they may read the restricted fact at a position.
    public var mayRead: (Int64) -> Bool

    public init(closed: Set<RecordKey>, mayRead: @escaping (Int64) -> Bool) {
        self.closed = closed
        self.mayRead = mayRead
    }
}
