/// The reason why the outbox could not do its work, for the person who runs it.
public enum OutboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file cannot be opened or is not an outbox.
    case unusable(path: String, reason: String)
    /// The outbox holds as much as it may.
    ///
    /// Nothing was taken, nothing was lost; acknowledgements will make room.
    case bound(events: Int, bytes: Int)
    /// The disk has no space: nothing was taken; it can be tried again.
    case diskFull(path: String)
    /// The disk reported an error.
    ///
    /// SQLite's memory may differ from the disk: stop, start again.
    case broken(path: String, reason: String)
    /// The aggregator has acknowledged more of this outbox than it holds: the outbox was restored from a copy, and goes
    /// on under a new epoch.
    ///
    /// The connection has to greet the aggregator again.
    case restored(acknowledged: UInt64, last: UInt64)
    /// The aggregator has less of this outbox than it acknowledged: the aggregator was restored from a copy, and the
    /// outbox goes on under a new epoch with all that it still holds.
    case fellBack(acknowledged: UInt64, settled: UInt64)

    /// Whether trying again later is sensible.
    public var isRetriable: Bool {
        switch self {
        case .bound, .diskFull: true
        default: false
        }
    }

    public var description: String {
        switch self {
        case .unusable(let path, let reason): "the outbox \(path) cannot be used: \(reason)"
        case .bound(let events, let bytes):
            "the outbox holds \(events) events (\(bytes) bytes) that the aggregator has not acknowledged, as many as it "
                + "may; nothing more is taken until some are"
        case .diskFull(let path): "no space left for the outbox \(path): nothing was lost, free some space"
        case .broken(let path, let reason):
            "the disk failed under the outbox \(path): \(reason); stopping so that nothing unwritten is promised"
        case .restored(let acknowledged, let last):
            "the outbox was restored from a copy (the aggregator has \(acknowledged) events of it, the copy \(last)): it "
                + "goes on under a new epoch"
        case .fellBack(let acknowledged, let settled):
            "the aggregator was restored from a copy (it has \(acknowledged) events of this outbox and had acknowledged "
                + "\(settled)): all that is still held is sent again under a new epoch"
        }
    }
}
