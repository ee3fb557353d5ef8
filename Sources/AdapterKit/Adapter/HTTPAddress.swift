public import StrictYAML

/// The address at which the adapter takes posted events.
///
/// It is on this machine alone, because nobody who posts is asked who they are, unless a proxy asks (``isOutside``).
public struct HTTPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The host without brackets: a name, an IPv4 or an IPv6 address.
    public var host: String
    /// From 1 to 65,535.
    public var port: Int
    /// Whether other machines may reach the address, because a proxy before it authenticates them.
    public var isOutside: Bool

    public init(host: String, port: Int, isOutside: Bool = false) {
        self.host = host
        self.port = port
        self.isOutside = isOutside
    }

    /// Reads `127.0.0.1:7411`, or `{ address: 10.0.0.5:7411, outside: true }`.
    ///
    /// - Throws: a fault with its line where the text is no address, or other machines can reach it without `outside`.
    public init(_ node: YAMLNode) throws(YAMLError) {
        guard case .mapping = node.content else {
            self = try HTTPAddress.reading(node, isOutside: false)
            return
        }
        let values = try node.mapping(of: ["address", "outside"])
        self = try HTTPAddress.reading(values.required("address"), isOutside: values["outside"]?.bool() ?? false)
    }

    private static func reading(_ node: YAMLNode, isOutside: Bool) throws(YAMLError) -> HTTPAddress {
        guard let (host, port) = HostAndPort.split(try node.name()) else {
            throw node.fault("expected an address such as 127.0.0.1:7411")
        }
        let address = HTTPAddress(host: host, port: port, isOutside: isOutside)
        guard address.isLoopback || isOutside else {
            throw node.fault(
                "'\(host)' can be reached from other machines, and whoever reaches it speaks for the agency without being "
                    + "asked for a password; use 127.0.0.1:\(port), or say: http: { address: \"\(address)\", outside: true }"
            )
        }
        return address
    }

    /// Whether only this machine can reach the address.
    public var isLoopback: Bool { HTTPAddress.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// Returns whether a request's authority is a loopback name, so that a foreign name that was pointed at this
    /// machine (DNS rebinding) is refused; always true for an outside address.
    package func isNamed(_ authority: String) -> Bool {
        let host = HostAndPort.split(authority)?.host ?? authority
        return isOutside || HTTPAddress.isLoopback(host) || host == "[::1]"
    }

    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// An address of ZeroMQ: `tcp://aggregator.example:7400`.
struct TCPEndpoint: Hashable, Sendable, CustomStringConvertible {
    let host: String
    let port: Int

    init?(_ text: String) {
        guard text.hasPrefix("tcp://"), let (host, port) = HostAndPort.split(String(text.dropFirst(6))) else {
            return nil
        }
        (self.host, self.port) = (host, port)
    }

    var description: String { "tcp://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

/// `host:port`, with brackets round an IPv6 address.
enum HostAndPort {
    static func split(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        let bare = isBracketed ? host.dropFirst().dropLast() : host
        guard !bare.isEmpty, isBracketed || !bare.contains(":"), !bare.contains(where: { "/ []".contains($0) }) else {
            return nil
        }
        return (String(bare), Int(port))
    }
}
