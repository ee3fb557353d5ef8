/// The names of all facts that a log line may carry.
///
/// Ids and counts only: never a name, an address or a birth date, and no file name either, since people name files
/// after children.
public enum LogKey: String, Sendable, CaseIterable {
    case program, agency, sector, peer, endpoint, address, configuration
    /// A file in an inbox, by its number in the outbox.
    case file
    case mapping, row, line, field, code, reason
    /// An event, by its `source` and `id`.
    case source, event
    case epoch, sequence, position, count, bytes, rows, accepted, refused, duplicates, absent, pending, lag
    case alert, rule, severity, child, entry, effect, notice, decision, account
    /// The number of similar lines that were omitted.
    case omitted
    case duration, interval, limit, signal, state, services, error, version, process, path
    /// The root of the journal or of the access log, to be kept elsewhere.
    case root
}
