public import DaemonKit
public import SafeguardingModel
public import StrictYAML

/// `adapter.yaml`, read once when an adapter starts.
///
/// Only `agency` and `aggregator` are required.
///
/// ```yaml
/// agency: sample-house
/// sector: residential                 # as the aggregator's register says; guards against the wrong program
/// key: keys/sample-house.key
/// aggregator: { publish: tcp://127.0.0.1:7400, key: keys/aggregator.pub }
/// inbox: inbox/sample-house
/// data: data/sample-house
/// http: 127.0.0.1:7415                # without it there is no local address
/// mappings: Config/agencies/sample-house/mappings
/// settle: 5
/// done: keep                          # or move: read exports go to inbox/sample-house/done
/// keep: 14 d                          # how long what was sent is kept, for a restore of the aggregator
/// limits: { events: 1000000, megabytes: 1024, bodyMegabytes: 16 }
/// log: { level: info, format: text }
/// ```
public struct AdapterConfiguration: Sendable {
    /// The site to which the file belongs; relative paths in the file are counted from its root.
    public var site: Site
    /// The path of the file, for sentences.
    public var path: String
    /// The agency whose events the adapter sends; its key must be of the same name.
    public var agency: AgencyName
    /// The agency's sector; nil where only the aggregator's register says it.
    public var sector: Sector?
    /// The file of the adapter's own key.
    public var key: String
    /// The aggregator's address: `tcp://aggregator.example:7400`.
    public var publish: String
    /// The key that the aggregator must hold: the path of a `.pub` file, or the 40 characters themselves.
    public var aggregatorKey: String
    /// Whether `aggregator: key:` holds the key itself and not a path.
    public var isAggregatorKeyWritten: Bool
    /// The settings of inbox and quarantine.
    public var folder: FolderSettings
    /// The folder of the outbox, `data/<agency>` unless the file says otherwise; this adapter alone may use it.
    public var data: String
    /// The local address for systems that post events; nil: none.
    public var http: HTTPAddress?
    /// The folder of the mapping files.
    public var mappings: String
    /// The bounds of the outbox, and for how long it keeps what was acknowledged.
    public var limits: OutboxLimits
    /// The most bytes that one posted body may have; 16 MiB unless the file says otherwise.
    public var bodyBytes: Int
    /// Whether the page of notices counts its time from the last notice, for a site that plays a script of another
    /// year.
    public var followsJournalClock: Bool
    /// The level and the format of the log.
    public var log: LogSettings

    static let keys = [
        "agency", "sector", "key", "aggregator", "inbox", "quarantine", "data", "http", "mappings", "settle", "done",
        "limits", "keep", "clock", "log",
    ]

    /// Reads `adapter.yaml`; looks at no other file.
    ///
    /// - Throws: the first fault, with its line: an unknown key, a missing one, or a value out of range.
    public init(_ file: ConfigurationFile) throws(YAMLError) {
        let values = try file.root.mapping(of: AdapterConfiguration.keys)
        let aggregator = try values.required("aggregator").mapping(of: ["publish", "key"])
        (site, path) = (file.site, file.path)
        agency = try values.required("agency").agencyName()
        sector = try values["sector"].map { node throws(YAMLError) in Sector(rawValue: try node.agencyName().rawValue) }
        key = site.path(try values["key"]?.name() ?? "keys/\(agency).key")
        publish = try aggregator.required("publish").tcpEndpoint()
        (aggregatorKey, isAggregatorKeyWritten) = try AdapterConfiguration.serverKey(aggregator, site)
        folder = try FolderSettings(values, agency: agency, site: site)
        data = site.path(try values["data"]?.name() ?? "data/\(agency)")
        http = try values["http"].map { node throws(YAMLError) in try HTTPAddress(node) }
        mappings = site.path(try values["mappings"]?.name() ?? "Config/agencies/\(agency)/mappings")
        (limits, bodyBytes) = try AdapterConfiguration.limits(values["limits"])
        if let node = values["keep"] { limits.keep = try node.keepTime() }
        followsJournalClock = try values["clock"]?.choice(of: ["machine", "journal"]) == "journal"
        log = try LogSettings(values["log"])
    }

    /// Returns the path of the aggregator's key, or the key itself where its 40 characters are written there.
    ///
    /// A path may also consist of 40 characters of Z85, so a text that ends in `.pub` is read as a path.
    private static func serverKey(
        _ aggregator: YAMLMapping,
        _ site: Site
    ) throws(YAMLError) -> (text: String, isWritten: Bool) {
        guard let node = aggregator["key"] else { return (site.publicKeyFile("aggregator"), false) }
        let text = try node.name()
        let isKey = KeyText.isWellFormed(text) && !text.hasSuffix(".pub")
        return (isKey ? text : site.path(text), isKey)
    }

    private static func limits(_ node: YAMLNode?) throws(YAMLError) -> (OutboxLimits, Int) {
        var (limits, body) = (OutboxLimits(), 16 << 20)
        guard let values = try node?.mapping(of: ["events", "megabytes", "bodyMegabytes"]) else {
            return (limits, body)
        }
        if let node = values["events"] { limits.events = try node.integer(in: 1...1_000_000_000) }
        if let node = values["megabytes"] { limits.bytes = try node.integer(in: 1...1_000_000) << 20 }
        if let node = values["bodyMegabytes"] { body = try node.integer(in: 1...1_024) << 20 }
        return (limits, body)
    }
}

extension FolderSettings {
    fileprivate init(_ values: YAMLMapping, agency: AgencyName, site: Site) throws(YAMLError) {
        self.init(inbox: site.path(try values["inbox"]?.name() ?? "inbox/\(agency)"))
        if let node = values["quarantine"] { quarantine = site.path(try node.name()) }
        if let node = values["settle"] { settle = try node.settleTime() }
        if let node = values["done"] { done = try node.choice(Done.self) }
    }
}

extension YAMLNode {
    /// Reads an agency's short name.
    fileprivate func agencyName() throws(YAMLError) -> AgencyName {
        let name = AgencyName(rawValue: try string())
        guard name.isWellFormed else {
            throw fault("expected a short name of lower-case letters, digits and hyphens, such as 'sample-house'")
        }
        return name
    }

    /// Reads an address of ZeroMQ, checked by ``TCPEndpoint``.
    fileprivate func tcpEndpoint() throws(YAMLError) -> String {
        let text = try name()
        guard let endpoint = TCPEndpoint(text) else { throw fault("expected an address such as tcp://127.0.0.1:7400") }
        return endpoint.description
    }

    /// Reads a length of time from zero to a year.
    fileprivate func keepTime() throws(YAMLError) -> Span {
        let span = try span()
        guard span <= .days(366) else { throw fault("expected from 0 d to 366 d") }
        return span
    }

    /// Reads a plain number of seconds, or a length of time with its unit.
    fileprivate func settleTime() throws(YAMLError) -> Span {
        guard let seconds = try? integer() else { return try span() }
        guard (0...3_600).contains(seconds) else { throw fault("expected from 0 to 3600 seconds") }
        return .seconds(Int64(seconds))
    }
}
