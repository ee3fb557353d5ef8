import SafeguardingModel

/// A message from the aggregator to a follower.
public enum FeedMessage: Hashable, Sendable {
    case welcome(FeedWelcome)
    /// Entries with consecutive positions; at least one.
    case entries([FeedEntry])
    /// Everything up to this position has been sent.
    case live(position: UInt64)
    /// The decision is in the journal.
    case decided(request: UInt64, position: UInt64)
    /// A heartbeat with the last position of the journal.
    case ping(position: UInt64)
    /// The answer to a ping, with the last position of the journal.
    case pong(position: UInt64)
    case fault(ConnectionError)

    /// Whether a later message repeats the content, so that it does no harm if this one is lost.
    public var isRepeatedAnyway: Bool {
        switch self {
        case .ping, .pong: true
        case .welcome, .entries, .live, .decided, .fault: false
        }
    }

    /// The message as frames.
    public var frames: [[UInt8]] {
        switch self {
        case .welcome(let welcome): [Command.welcome.frame, welcome.json.bytes]
        case .entries(let entries):
            [Command.entry.frame, (entries.first?.position ?? 0).frame] + entries.flatMap(\.frames)
        case .live(let position): [Command.live.frame, position.frame]
        case .decided(let request, let position): [Command.decided.frame, request.frame, position.frame]
        case .ping(let position): [Command.ping.frame, position.frame]
        case .pong(let position): [Command.pong.frame, position.frame]
        case .fault(let fault): fault.frames
        }
    }

    /// Reads a message from its frames.
    public init(frames: [[UInt8]]) throws(MalformedMessageError) {
        var reader = try FrameReader(frames)
        switch reader.command {
        case .welcome: self = .welcome(try FeedWelcome(try reader.json("JSON")))
        case .entry: self = .entries(try Self.entries(from: &reader))
        case .live: self = .live(position: try reader.number("position"))
        case .decided: self = .decided(request: try reader.number("request"), position: try reader.number("position"))
        case .ping: self = .ping(position: try reader.number("position"))
        case .pong: self = .pong(position: try reader.number("position"))
        case .fault: self = .fault(try ConnectionError(from: &reader))
        default: throw reader.unexpected("to a follower")
        }
        try reader.end()
    }

    private static func entries(from reader: inout FrameReader) throws(MalformedMessageError) -> [FeedEntry] {
        let first = try reader.number("position")
        var entries: [FeedEntry] = []
        entries.reserveCapacity(reader.remaining / FeedEntry.frameCount)
        repeat {
            entries.append(try FeedEntry(position: first &+ UInt64(entries.count), from: &reader))
        } while reader.remaining > 0
        return entries
    }
}
