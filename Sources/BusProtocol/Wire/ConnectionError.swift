import SafeguardingModel

/// A reason for which a server cannot go on with a connection; it does not concern a single event.
public struct ConnectionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault.
    public var code: Code
    /// The number that belongs to the fault: see ``Code-swift.enum``.
    public var number: UInt64
    /// A sentence for the person who operates the client.
    public var message: String

    /// Makes a fault; without a sentence of its own it has that of its code.
    public init(_ code: Code, number: UInt64 = 0, message: String? = nil) {
        self.code = code
        self.number = number
        self.message = message ?? code.sentence
    }

    public var description: String { "\(code.rawValue): \(message)" }
}

extension ConnectionError {
    /// The kinds of fault.
    ///
    /// Clients treat an unknown code like ``malformed``: tell a person, try again slowly.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // The connection.
        case protocolVersion = "protocol-version"
        case notWelcome = "not-welcome"
        case malformed
        case unknownKey = "unknown-key"
        case revoked
        case role
        case busy
        case stopping
        // Publishing. The number is the next event that the server expects.
        case gap
        case credit
        case unavailable
        case superseded
        // Publishing and following. The number is the last that the server has.
        case ahead
        // Following. The number is the request.
        case decision
    }
}

extension ConnectionError.Code {
    /// The meaning of the fault and the remedy, in plain words.
    public var sentence: String {
        switch self {
        case .protocolVersion:
            "The server does not speak this version of the protocol; the number is the newest it speaks."
        case .notWelcome: "The server does not know this connection; it may have been restarted. Greet it again."
        case .malformed: "The message cannot be read. The client does not keep to the protocol."
        case .unknownKey: "The key of this connection belongs to nobody. Ask the aggregator's operator to enter it."
        case .revoked: "The key of this connection has been revoked. Ask the aggregator's operator for a new one."
        case .role:
            "The key of this connection may not do this: agencies publish, desks and operators follow and decide."
        case .busy: "The server has as many connections as it takes. Try again later."
        case .stopping: "The server is being stopped. Connect again in a moment."
        case .gap: "An event is missing before this one; nothing was stored. Send again from the number given."
        case .credit:
            "The event goes beyond what may be sent now; it was not taken. Wait for credit, then send from the number given."
        case .unavailable:
            "The events cannot be stored at this moment. Send again from the number given, after a second."
        case .superseded: "Another connection greeted with the same epoch. An outbox is sent by one program at a time."
        case .ahead:
            "The client knows of more than the server has, or of something else: it was restored from an older copy."
        case .decision: "The decision was not taken."
        }
    }

    /// The client's reaction.
    public var remedy: Remedy {
        switch self {
        case .notWelcome: .greet
        case .gap: .resend
        case .credit: .awaitCredit
        case .unavailable: .resendLater
        case .stopping, .busy: .retry
        case .protocolVersion, .malformed, .unknownKey, .revoked, .role, .superseded, .ahead: .askOperator
        case .decision: .answer
        }
    }

    /// A client's reaction to a fault.
    public enum Remedy: Hashable, Sendable {
        /// Greet again at once.
        case greet
        /// Send again from the number given.
        case resend
        /// Send again from the number given, once there is credit for it.
        case awaitCredit
        /// Send again from the number given, after a pause.
        case resendLater
        /// Greet again after a pause.
        case retry
        /// Greet again after a long pause: a person has to do something first.
        case askOperator
        /// Answer the request; nothing else is wrong.
        case answer
    }
}

extension ConnectionError {
    var frames: [[UInt8]] {
        let json: JSONValue = ["message": .string(message)]
        return [Command.fault.frame, code.rawValue.frame, number.frame, json.bytes]
    }

    init(from reader: inout FrameReader) throws(MalformedMessageError) {
        let word = try reader.text("code")
        let number = try reader.number("number")
        let json = try reader.json("JSON")
        self.init(Code(rawValue: word) ?? .malformed, number: number, message: json["message"]?.string)
    }
}
