public import SafeguardingModel

/// A configuration in the journal that this version of the bus cannot read, for instance after an upgrade that refuses
/// what an older version accepted. Judgement goes on with the configuration before it.
public struct UnreadConfiguration: Hashable, Sendable {
    /// The configuration's position in the journal.
    public let position: Position
    /// The file, the line and the fault.
    public let reason: String

    /// The words for health and pages.
    public var sentence: String {
        "judgement goes on by older rules: this version cannot read the configuration at journal entry "
            + "\(position): \(reason)"
    }
}
