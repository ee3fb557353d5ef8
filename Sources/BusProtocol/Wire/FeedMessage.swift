public import SafeguardingModel

/// A message from the aggregator to a follower.
public enum FeedMessage: Hashable, Sendable {
    case welcome(FeedWelcome)
    /// Entries with consecutive positions; at least one.
    case entries([StoredEntry])
    /// Everything up to this position has been sent.
    case live(position: Position)
    /// The decision is in the journal.
    case decided(request: UInt64, position: Position)
    /// A heartbeat with the last position of the journal.
    case ping(position: Position)
    /// The answer to a ping, with the last position of the journal.
    case pong(position: Position)
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
        case .live: self = .live(position: try reader.position("position"))
        case .decided: self = .decided(request: try reader.number("request"), position: try reader.position("position"))
        case .ping: self = .ping(position: try reader.position("position"))
        case .pong: self = .pong(position: try reader.position("position"))
        case .fault: self = .fault(try ConnectionError(from: &reader))
        default: throw reader.unexpected("to a follower")
        }
        try reader.end()
    }

    private static func entries(from reader: inout FrameReader) throws(MalformedMessageError) -> [StoredEntry] {
        let first = try reader.position("position")
        var entries: [StoredEntry] = []
        entries.reserveCapacity(reader.remaining / StoredEntry.frameCount)
        repeat {
            entries.append(try StoredEntry(position: first + entries.count, from: &reader))
        } while reader.remaining > 0
        return entries
    }
}

extension StoredEntry {
    /// The number of frames that an entry takes in its message.
    fileprivate static let frameCount = 4

    fileprivate var frames: [[UInt8]] {
        [UInt64(clamping: at.milliseconds).frame, kind.word.frame, agency.rawValue.frame, body]
    }

    fileprivate init(position: Position, from reader: inout FrameReader) throws(MalformedMessageError) {
        self.init(
            position: position,
            at: Instant(milliseconds: Int64(clamping: try reader.number("time"))),
            kind: Kind(word: try reader.text("kind")),
            agency: AgencyName(rawValue: try reader.text("agency")),
            body: try reader.bytes("body")
        )
    }
}
