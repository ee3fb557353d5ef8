/// Someone asks to be let in.
public struct ZAPRequest: Sendable {
    /// The name of the server that they knocked at.
    public let domain: String

    /// The address that they come from.
    public let address: String

    /// How they prove who they are; "CURVE" at every server of the secure factory.
    public let mechanism: String

    /// The key that they have proven to hold, if the mechanism is CURVE.
    public let publicKey: CurvePublicKey?

    /// libzmq's number for the question, which the answer repeats.
    let requestID: Frame

    /// Reads the frames that libzmq sends: version, number, domain, address, routing id, mechanism, credentials.
    init?(_ frames: [Frame]) {
        guard frames.count >= 6, frames[0] == ZAP.version,
            let domain = frames[2].utf8Text, let address = frames[3].utf8Text, let mechanism = frames[5].utf8Text
        else { return nil }
        self.requestID = frames[1]
        self.domain = domain
        self.address = address
        self.mechanism = mechanism
        self.publicKey = mechanism == "CURVE" && frames.count == 7 ? CurvePublicKey(bytes: frames[6]) : nil
    }
}

/// The judgement on someone who asks to be let in.
public enum ZAPDecision: Hashable, Sendable {
    /// Let in; every message of the connection then carries this name as ``Received/userID``.
    case allow(userID: String)
    /// Kept out, for a reason that goes to the log and not to the one outside.
    case deny(reason: String)
}

/// Someone was kept out.
public struct ZAPDenial: Sendable {
    /// What they had asked.
    public let request: ZAPRequest

    /// Why they were kept out.
    public let reason: String

    /// How many were kept out so far, this one included.
    public let count: Int
}

/// The words of libzmq's authentication protocol (RFC 27).
enum ZAP {
    static let endpoint = "inproc://zeromq.zap.01"
    static let version = Frame(text: "1.0")
    /// A mechanism that libzmq does not have, so that only ``ZAPAuthenticator/selfTest(in:timeout:)`` asks with it.
    static let probe = "SELF-TEST"

    enum Status: String {
        case success = "200"
        case denied = "400"
        case failed = "500"
    }

    static func reply(to requestID: Frame, _ status: Status, userID: String = "") -> Multipart {
        // The text never leaves the process with CURVE, and the log has the reason: nothing to tell here.
        [version, requestID, Frame(text: status.rawValue), [], Frame(text: userID), []]
    }
}
