/// The largest parts of an export that are accepted; larger ones are refused with a reason, so that the memory for one
/// row is bounded whatever a file contains.
public struct RowLimits: Hashable, Sendable {
    /// The size of one row in bytes, from its first byte to its line end.
    public var rowBytes: Int
    /// The most cells of a header or a row, including those of columns that the mapping does not read.
    public var columns: Int

    public init(rowBytes: Int = 1 << 20, columns: Int = 2_000) {
        self.rowBytes = rowBytes
        self.columns = columns
    }
}
