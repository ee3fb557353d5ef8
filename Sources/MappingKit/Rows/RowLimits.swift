/// How large the parts of an export may be before they are refused by name.
public struct RowLimits: Hashable, Sendable {
    /// Bytes of one row, from its first byte to its line end.
    public var rowBytes: Int
    public var columns: Int

    public init(rowBytes: Int = 1 << 20, columns: Int = 2_000) {
        self.rowBytes = rowBytes
        self.columns = columns
    }
}
