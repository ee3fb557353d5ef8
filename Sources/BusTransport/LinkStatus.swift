public import BusProtocol

/// A client's connection to the aggregator, in the terms of the person who has to act on it.
public enum LinkStatus: Hashable, Sendable, CustomStringConvertible {
    /// No attempt has ended yet.
    case connecting
    /// Connected, and waiting for the welcome.
    case greeting
    /// Welcomed: messages flow in both directions.
    case connected
    /// Nobody answers at that address.
    case unreachable
    /// Something accepts connections at that address and does not answer.
    case silent
    /// The aggregator does not know this key, or has revoked it.
    case denied
    /// The server at that address does not hold the key that this client expects of the aggregator.
    case wrongServerKey
    /// The connection ended and is being made again.
    case lost
    /// The aggregator sent a fault.
    case refused(ConnectionError)

    public var description: String {
        switch self {
        case .connecting: "connecting"
        case .greeting: "connected, waiting for the welcome"
        case .connected: "connected"
        case .unreachable:
            "unreachable: nobody answers at that address; is the aggregator running, is the address right?"
        case .silent:
            "does not answer: connections are taken at that address, and nothing is said; does the aggregator hang?"
        case .denied:
            "denied: the aggregator does not admit this key (unknown there, or revoked); ask its operator to enter it in agencies.yaml"
        case .wrongServerKey: "wrong server key: what answers there is not the aggregator whose key is configured here"
        case .lost: "lost: the connection ended and is being made again"
        case .refused(let fault): "told by the aggregator: \(fault)"
        }
    }
}
