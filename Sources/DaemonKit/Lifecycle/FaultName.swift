/// The name of a fault that keeps a daemon from its work, or soon will. Monitors act on the name; the sentence beside
/// it is for people.
public struct FaultName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    /// As health documents have it: in small letters with hyphens, or, by ``Health/report(fault:from:)``, in words.
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral name: String) { rawValue = name }

    /// Some files in an inbox could not be read.
    public static let unreadFiles: FaultName = "unread-files"
    /// Rows or files were put aside and wait for a person.
    public static let quarantine: FaultName = "quarantine"
    /// The disk of the data is nearly full, or full.
    public static let diskLow: FaultName = "disk-low"
    /// Rules, settings or the register were changed, and the daemon still runs by the older ones.
    public static let rulesOlderThanDisk: FaultName = "rules-older-than-disk"
    /// An adapter's mappings were changed, and it still reads by the older ones.
    public static let mappingsOlderThanDisk: FaultName = "mappings-older-than-disk"
    /// Nothing can be written into the journal at the moment, so nothing is acknowledged.
    public static let journalUnwritable: FaultName = "journal-unwritable"
    /// Entries have waited too long for judgement, so alerts about them come late.
    public static let judgementBehind: FaultName = "judgement-behind"
    /// Connections are refused so that files can still be opened.
    public static let connectionsRefused: FaultName = "connections-refused"
    /// The journal holds a configuration that this version cannot read.
    public static let configurationUnread: FaultName = "configuration-unread"
    /// The file of effects and notices was lost, and is being made anew from the journal.
    public static let derivedFileIncomplete: FaultName = "derived-file-incomplete"
    /// Effects and notices cannot be recorded at the moment; events are still acknowledged.
    public static let effectsUnrecorded: FaultName = "effects-unrecorded"
    /// The daemon's parts do not answer.
    public static let hangs: FaultName = "hangs"
}
