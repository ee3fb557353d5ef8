public import Accounts
public import DaemonKit
public import SafeguardingModel
public import StrictYAML

/// The desk's configuration, `cse-desk.yaml`, read once when the desk starts.
///
/// ```yaml
/// listen: 127.0.0.1:7480
/// aggregator: { follow: tcp://127.0.0.1:7401, key: keys/aggregator.pub }
/// key: keys/cse-desk.key
/// accounts: Config/access/accounts.yaml
/// data: data/cse-desk
/// title: CSE team desk
/// ```
public struct DeskConfiguration: Sendable {
    /// The host and port that people's browsers connect to.
    public var host: String
    public var port: Int
    /// The aggregator's feed, and the public key that it must have.
    public var follow: String
    public var aggregatorKey: String
    /// The desk's own key file.
    public var key: String
    /// The file of accounts, and its key among the keys of the site.
    public var accounts: AccountFiles
    /// The list of restricted children, which must then exist; nil: the one beside the accounts, where there is one.
    public var restricted: String?
    public var data: String
    public var title: String
    public var timezone: Zone
    /// Whether a proxy in front of the desk speaks TLS and is the only way to reach it.
    public var isBehindProxy: Bool
    /// Whether pages take the time from the journal, for a site that plays a script of another year.
    public var followsJournalClock: Bool
    /// The site's own list of breached passwords; nil: only those that are built into the desk.
    public var breached: BreachedFile?
    /// The identity provider; nil: people sign in with accounts of the desk alone.
    public var provider: ProviderSettings?
    public var log: LogSettings

    private static let known = [
        "listen", "aggregator", "key", "accounts", "restricted", "data", "title", "timezone", "behindProxy", "clock",
        "breached", "provider", "log",
    ]

    public init(_ file: ConfigurationFile) throws(YAMLError) {
        let values = try file.root.mapping(of: DeskConfiguration.known)
        let site = file.site
        let listen = try values.required("listen")
        (host, port) = try DeskConfiguration.address(listen)
        isBehindProxy = try values["behindProxy"]?.bool() ?? false
        let aggregator = try values.required("aggregator").mapping(of: ["follow", "key"])
        follow = try DeskConfiguration.endpoint(aggregator.required("follow"))
        aggregatorKey = site.path(try aggregator.required("key").name())
        key = site.path(try values.required("key").name())
        accounts = AccountFiles(of: site, accounts: site.path(try values.required("accounts").name()))
        restricted = try values["restricted"].map { node throws(YAMLError) in site.path(try node.name()) }
        data =
            try values["data"].map { node throws(YAMLError) in site.path(try node.name()) } ?? site.data(of: "cse-desk")
        title = try values["title"]?.name() ?? "CSE team desk"
        timezone = try values["timezone"].map(DeskConfiguration.zone) ?? .london
        followsJournalClock = try values["clock"]?.choice(of: ["machine", "journal"]) == "journal"
        breached = try values["breached"].map { node throws(YAMLError) in
            BreachedFile(path: site.path(try node.name()))
        }
        provider = try values["provider"].map { node throws(YAMLError) in try ProviderSettings(node, site: site) }
        log = try LogSettings(values["log"])
        guard isBehindProxy || WebAddress.isLoopback(host) else {
            throw listen.fault(
                "the desk speaks in clear text, so it listens on this machine alone (127.0.0.1); put a proxy with TLS before it and say behindProxy: true to listen elsewhere"
            )
        }
    }

    public var settings: DeskSettings {
        DeskSettings(
            title: title,
            zone: timezone,
            accounts: accounts,
            restricted: restricted,
            data: data,
            isBehindProxy: isBehindProxy,
            host: host,
            breached: breached,
            provider: provider
        )
    }

    /// Reads `127.0.0.1:7480` or `[::1]:7480`.
    private static func address(_ node: YAMLNode) throws(YAMLError) -> (host: String, port: Int) {
        let text = try node.name()
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            throw node.fault("expected an address such as 127.0.0.1:7480")
        }
        let host = text[..<colon]
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? host.dropFirst().dropLast() : host
        guard !bare.isEmpty, !bare.contains("/"), bare == host ? !bare.contains(":") : true else {
            throw node.fault("expected an address such as 127.0.0.1:7480")
        }
        return (String(bare), Int(port))
    }

    private static func endpoint(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.name()
        guard text.hasPrefix("tcp://"), text.split(separator: ":").last.flatMap({ UInt16($0) }) != nil else {
            throw node.fault("expected an address such as tcp://127.0.0.1:7401")
        }
        return text
    }

    private static func zone(_ node: YAMLNode) throws(YAMLError) -> Zone {
        guard let zone = Zone(name: try node.name()) else {
            throw node.fault("expected Europe/London, UTC or an offset such as +01:00")
        }
        return zone
    }
}
