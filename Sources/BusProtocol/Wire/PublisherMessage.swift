/// A message from a publisher to the aggregator.
public enum PublisherMessage: Hashable, Sendable {
    case hello(Hello)
    /// Events with consecutive numbers, beginning with `first`.
    case event(first: UInt64, bodies: [[UInt8]])
    /// Notices up to this number have been kept.
    case noted(through: UInt64)
    /// A heartbeat with the highest event number sent so far.
    case ping(sent: UInt64)
    /// The answer to a ping, with the highest event number sent so far.
    case pong(sent: UInt64)

    /// The message as frames.
    public var frames: [[UInt8]] {
        switch self {
        case .hello(let hello): hello.frames
        case .event(let first, let bodies): [Command.event.frame, first.frame] + bodies
        case .noted(let number): [Command.noted.frame, number.frame]
        case .ping(let sent): [Command.ping.frame, sent.frame]
        case .pong(let sent): [Command.pong.frame, sent.frame]
        }
    }

    /// Reads a message from its frames.
    public init(frames: [[UInt8]]) throws(MalformedMessageError) {
        var reader = try FrameReader(frames)
        switch reader.command {
        case .hello: self = .hello(try Hello(from: &reader))
        case .event: self = .event(first: try reader.number("sequence number"), bodies: try reader.rest("event"))
        case .noted: self = .noted(through: try reader.number("notice number"))
        case .ping: self = .ping(sent: try reader.number("last sequence number"))
        case .pong: self = .pong(sent: try reader.number("last sequence number"))
        default: throw reader.unexpected("by a publisher")
        }
        try reader.end()
    }
}
