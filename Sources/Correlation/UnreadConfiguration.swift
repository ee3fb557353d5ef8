/// A configuration in the journal that this version of the bus cannot read, for instance after an upgrade that refuses
/// what an older version took. Judgement goes on by the configuration before it.
public struct UnreadConfiguration: Hashable, Sendable {
    /// Where it stands in the journal.
    public let position: Int64
    /// File, line and what is wrong there.
    public let reason: String
}
