/// The first frame of every message: one word in capitals, so that a trace can be read without a tool.
public enum Command: String, Hashable, Sendable, CaseIterable {
    // Publishing.
    /// Who is sending: protocol version, epoch, how far the sender knows to be settled, JSON.
    case hello = "HELLO"
    /// The server's answer to a greeting: JSON.
    case welcome = "WELCOME"
    /// Events: the first one's number, then one body a frame.
    case event = "EVENT"
    /// Everything up to this number is settled; events up to the second number may be sent.
    case ack = "ACK"
    /// Events that will never be stored, and why: number and JSON, again and again.
    case refused = "REFUSED"
    /// Something for the agency: number and JSON.
    case notice = "NOTICE"
    /// Notices up to this number are kept by the agency.
    case noted = "NOTED"

    // Following.
    /// Which entries are wanted: protocol version, the last position held, the last position to send, JSON.
    case follow = "FOLLOW"
    /// Entries of the journal: the first one's position, then four frames each.
    case entry = "ENTRY"
    /// Everything up to this position has been sent.
    case live = "LIVE"
    /// Entries up to this position may be sent.
    case more = "MORE"
    /// A person decided something: a number chosen by the sender and JSON.
    case decide = "DECIDE"
    /// The decision with this number stands in the journal at this position.
    case decided = "DECIDED"

    // Both.
    /// Are you there?
    case ping = "PING"
    /// I am.
    case pong = "PONG"
    /// Something is wrong: code, number, JSON with a sentence.
    case fault = "FAULT"

    /// The word as a frame.
    public var frame: [UInt8] { Array(rawValue.utf8) }
}

/// The versions of the protocol that this code speaks.
public enum ProtocolVersion {
    /// What a client says in its greeting.
    public static let current: UInt64 = 1
    /// What a server takes.
    public static let spoken: ClosedRange<UInt64> = 1...1
}
