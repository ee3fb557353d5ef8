/// The name of a fault that keeps a daemon from its work, or soon will. Monitors act on the name; the sentence beside
/// it is for people. `Docs/operating.md` lists the names.
public enum FaultName: String, Sendable, CaseIterable {
    /// The daemon's parts do not answer.
    case hangs
    /// The disk of the data is nearly full, or full.
    case diskLow = "disk-low"
    /// Connections are refused so that files can still be opened.
    case connectionsRefused = "connections-refused"

    // Aggregator.

    /// Nothing can be written into the journal at the moment, so nothing is acknowledged.
    case journalUnwritable = "journal-unwritable"
    /// Effects and notices cannot be recorded at the moment; events are still acknowledged.
    case effectsUnrecorded = "effects-unrecorded"
    /// Entries have waited too long for judgement, so alerts about them come late.
    case judgementBehind = "judgement-behind"
    /// The file of effects and notices was lost, and is being made again from the journal.
    case derivedFileIncomplete = "derived-file-incomplete"
    /// Rules, settings or the register were changed, and the daemon still runs by the older ones.
    case rulesOlderThanDisk = "rules-older-than-disk"
    /// An agency sent more facts about one child than are judged.
    case factsSetAside = "facts-set-aside"
    /// The journal holds a configuration that this version cannot read; the desk reports it too.
    case configurationUnread = "configuration-unread"

    // Desk.

    /// The desk stopped before a journal entry that it cannot read.
    case entryUnread = "entry-unread"
    /// The accounts cannot be read, so nobody can sign in.
    case accountsUnread = "accounts-unread"
    /// The access log is not as it was signed.
    case accessLogAltered = "access-log-altered"
    /// Children were restricted after the start, and the desk has no views without them.
    case restrictedWithoutViews = "restricted-without-views"

    // Adapters.

    /// The aggregator refuses the adapter, or is another than the one whose key the adapter holds.
    case linkRefused = "link-refused"
    /// Reading of the inbox waits.
    case inboxPaused = "inbox-paused"
    /// Some files in the inbox could not be read.
    case unreadFiles = "unread-files"
    /// Rows or files were put aside and wait for a person.
    case quarantine
    /// The quarantine's files of rows cannot be written.
    case quarantineUnwritable = "quarantine-unwritable"
    /// The quarantine's files of refused events cannot be written.
    case refusedUnwritable = "refused-events-unwritable"
    /// The mappings were changed, and the adapter still reads by the older ones.
    case mappingsOlderThanDisk = "mappings-older-than-disk"
}
