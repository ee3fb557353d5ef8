/// The largest parts of an export that are accepted; larger ones are refused with a reason.
public struct RowLimits: Hashable, Sendable {
    /// The size of one row in bytes, from its first byte to its line end.
    public var rowBytes: Int
    public var columns: Int

    public init(rowBytes: Int = 1 << 20, columns: Int = 2_000) {
        self.rowBytes = rowBytes
        self.columns = columns
    }
}
