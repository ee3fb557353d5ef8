/// A request for admission.
public struct ZAPRequest: Sendable {
    /// The name of the server to which the peer connected.
    public let domain: String

    /// The address of the peer.
    public let address: String

    /// The peer's way of authentication; "CURVE" at every server of the secure factory.
    public let mechanism: String

    /// The key that the peer has proven to hold, if the mechanism is CURVE.
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

/// The decision on a request for admission.
public enum ZAPDecision: Hashable, Sendable {
    /// Admits the peer; every message of the connection then carries this name as ``Received/userID``.
    case allow(userID: String)
    /// Denies access, for a reason that goes to the log and not to the peer.
    case deny(reason: String)
}

/// A denial of access.
public struct ZAPDenial: Sendable {
    /// The request that was denied.
    public let request: ZAPRequest

    /// The reason for the denial.
    public let reason: String

    /// The number of denials so far, including this one.
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
        // The text never leaves the process with CURVE, and the log has the reason: leave it empty.
        [version, requestID, Frame(text: status.rawValue), [], Frame(text: userID), []]
    }
}
