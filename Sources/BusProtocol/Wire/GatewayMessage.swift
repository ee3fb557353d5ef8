import SafeguardingModel

/// A message from the aggregator to a publisher.
public enum GatewayMessage: Hashable, Sendable {
    case welcome(Welcome)
    /// Everything up to this number is settled; events up to `credit` may be sent.
    case ack(through: UInt64, credit: UInt64)
    /// These events will never be stored. Everything up to the last of them is settled.
    case refused([RefusedEvent])
    /// A notice for the agency, which keeps it and then answers NOTED.
    case notice(number: UInt64, json: [UInt8])
    /// A heartbeat with the highest event number that is settled.
    case ping(settled: UInt64)
    /// The answer to a ping, with the highest event number that is settled.
    case pong(settled: UInt64)
    case fault(ConnectionError)

    /// Whether a later message repeats the content, so that it does no harm if this one is lost.
    public var isRepeatedAnyway: Bool {
        switch self {
        case .ack, .ping, .pong: true
        case .welcome, .refused, .notice, .fault: false
        }
    }

    /// The message as frames.
    public var frames: [[UInt8]] {
        switch self {
        case .welcome(let welcome): [Command.welcome.frame, welcome.json.bytes]
        case .ack(let number, let credit): [Command.ack.frame, number.frame, credit.frame]
        case .refused(let events):
            [Command.refused.frame] + events.flatMap { [$0.sequence.frame, $0.refusal.json.bytes] }
        case .notice(let number, let json): [Command.notice.frame, number.frame, json]
        case .ping(let settled): [Command.ping.frame, settled.frame]
        case .pong(let settled): [Command.pong.frame, settled.frame]
        case .fault(let fault): fault.frames
        }
    }

    /// Reads a message from its frames.
    public init(frames: [[UInt8]]) throws(MalformedMessageError) {
        var reader = try FrameReader(frames)
        switch reader.command {
        case .welcome: self = .welcome(try Welcome(try reader.json("JSON")))
        case .ack: self = .ack(through: try reader.number("sequence number"), credit: try reader.number("credit"))
        case .refused: self = .refused(try Self.refusals(from: &reader))
        case .notice: self = .notice(number: try reader.number("notice number"), json: try reader.bytes("notice"))
        case .ping: self = .ping(settled: try reader.number("settled"))
        case .pong: self = .pong(settled: try reader.number("settled"))
        case .fault: self = .fault(try ConnectionError(from: &reader))
        default: throw reader.unexpected("to a publisher")
        }
        try reader.end()
    }

    private static func refusals(from reader: inout FrameReader) throws(MalformedMessageError) -> [RefusedEvent] {
        var events: [RefusedEvent] = []
        repeat {
            let sequence = try reader.number("sequence number")
            events.append(RefusedEvent(sequence: sequence, refusal: Refusal(try reader.json("refusal"))))
        } while reader.remaining > 0
        return events
    }
}
