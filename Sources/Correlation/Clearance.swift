public import SafeguardingModel

/// The clearance of a reader at the desk, for whom some children and facts do not exist.
public struct Clearance {
    /// Every record of the children of whom the reader may not know.
    public var closed: Set<RecordKey>
    /// A function that tells whether the reader may read the restricted fact at a position.
    public var mayRead: (Position) -> Bool

    public init(closed: Set<RecordKey>, mayRead: @escaping (Position) -> Bool) {
        self.closed = closed
        self.mayRead = mayRead
    }
}
