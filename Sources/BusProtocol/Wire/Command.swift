/// The first frame of every message: one word in capitals, so that a trace is readable without a tool.
public enum Command: String, Hashable, Sendable, CaseIterable {
    // Publishing.
    /// The sender's greeting: protocol version, epoch, the highest number that it knows to be settled, JSON.
    case hello = "HELLO"
    /// The server's answer to a greeting: JSON.
    case welcome = "WELCOME"
    /// Events: the number of the first, then one body a frame.
    case event = "EVENT"
    /// Everything up to this number is settled; events up to the second number may be sent.
    case ack = "ACK"
    /// Events that will never be stored, and the reasons: number and JSON, repeated.
    case refused = "REFUSED"
    /// A notice to the agency: number and JSON.
    case notice = "NOTICE"
    /// Notices up to this number have been kept by the agency.
    case noted = "NOTED"

    // Following.
    /// A request for entries: protocol version, the last position held, the last position to send, JSON.
    case follow = "FOLLOW"
    /// Entries of the journal: the position of the first, then four frames each.
    case entry = "ENTRY"
    /// Everything up to this position has been sent.
    case live = "LIVE"
    /// Entries up to this position may be sent.
    case more = "MORE"
    /// A person's decision: a number chosen by the sender and JSON.
    case decide = "DECIDE"
    /// The decision with this number is in the journal at this position.
    case decided = "DECIDED"

    // Both.
    /// A question whether the peer is there.
    case ping = "PING"
    /// The answer to a ping.
    case pong = "PONG"
    /// A fault: code, number, JSON with a sentence.
    case fault = "FAULT"

    /// The word as a frame.
    public var frame: [UInt8] { Array(rawValue.utf8) }
}

/// The versions of the protocol that this code speaks.
public enum ProtocolVersion {
    /// The version that a client sends in its greeting.
    public static let current: UInt64 = 1
    /// The versions that a server accepts.
    public static let spoken: ClosedRange<UInt64> = 1...1
}
