public import SafeguardingModel

/// A message from a follower to the aggregator.
public enum FollowerMessage: Hashable, Sendable {
    case follow(Follow)
    /// Entries up to this position may be sent.
    case more(through: Position)
    /// A decision, under a number that its sender chose at random and keeps when it asks again.
    case decide(request: UInt64, json: [UInt8])
    /// A heartbeat with the last position received.
    case ping(position: Position)
    /// The answer to a ping, with the last position received.
    case pong(position: Position)

    /// The message as frames.
    public var frames: [[UInt8]] {
        switch self {
        case .follow(let follow): follow.frames
        case .more(let position): [Command.more.frame, position.frame]
        case .decide(let request, let json): [Command.decide.frame, request.frame, json]
        case .ping(let position): [Command.ping.frame, position.frame]
        case .pong(let position): [Command.pong.frame, position.frame]
        }
    }

    /// Reads a message from its frames.
    public init(frames: [[UInt8]]) throws(MalformedMessageError) {
        var reader = try FrameReader(frames)
        switch reader.command {
        case .follow: self = .follow(try Follow(from: &reader))
        case .more: self = .more(through: try reader.position("position"))
        case .decide: self = .decide(request: try reader.number("request"), json: try reader.bytes("decision"))
        case .ping: self = .ping(position: try reader.position("position"))
        case .pong: self = .pong(position: try reader.position("position"))
        default: throw reader.unexpected("by a follower")
        }
        try reader.end()
    }
}

/// A follower's greeting, its first message on every connection.
public struct Follow: Hashable, Sendable {
    /// The version of the protocol that the client speaks.
    public var version: UInt64
    /// The last position that the follower has; 0 for none.
    ///
    /// The server sends the entries after it.
    public var after: Position
    /// The last position that may be sent before the follower asks for more.
    public var through: Position
    /// The client's name and version, for the operator.
    public var software: String
    /// The fingerprint of the last entry that the follower has.
    ///
    /// Nil if the follower does not know it: then the position alone counts.
    public var held: EntryFingerprint?

    /// Makes a request for the entries after a position.
    public init(
        version: UInt64 = ProtocolVersion.current,
        after: Position,
        through: Position,
        software: String,
        held: EntryFingerprint? = nil
    ) {
        self.version = version
        self.after = after
        self.through = through
        self.software = software
        self.held = held
    }

    var frames: [[UInt8]] {
        let json: JSONValue =
            if let held {
                ["software": .string(software), "at": .string(held.at.rfc3339), "digest": .string(held.digest)]
            } else {
                ["software": .string(software)]
            }
        return [Command.follow.frame, version.frame, after.frame, through.frame, json.bytes]
    }

    init(from reader: inout FrameReader) throws(MalformedMessageError) {
        version = try reader.number("protocol version")
        after = try reader.position("last position held")
        through = try reader.position("last position to send")
        let json = try reader.json("JSON")
        software = String((json["software"]?.string ?? "").prefix(100))
        held = try EntryFingerprint(greeting: json)
    }
}

extension EntryFingerprint {
    /// Reads the fingerprint of the entry that a follower holds; nil if the greeting has none.
    fileprivate init?(greeting json: JSONValue) throws(MalformedMessageError) {
        guard [json["at"], json["digest"]].contains(where: { $0?.isNull == false }) else { return nil }
        guard let at = json["at"]?.string, let digest = json["digest"]?.string else {
            throw MalformedMessageError("FOLLOW needs both `at` and `digest`, as texts, or neither")
        }
        guard let instant = Instant(rfc3339: at) else {
            throw MalformedMessageError("FOLLOW has an `at` that is no RFC 3339 time")
        }
        self.init(at: instant, digest: digest.lowercased())
    }
}
