public import DaemonKit
public import SafeguardingModel
public import StrictYAML

/// `adapter.yaml`, read once when an adapter starts.
public struct AdapterConfiguration: Sendable {
    public var site: Site
    public var agency: AgencyName
    /// Nil: whatever the aggregator's register says.
    public var sector: Sector?
    /// The adapter's own key, where the aggregator listens, and the public key that it must hold.
    public var key: String
    public var publish: String
    public var aggregatorKey: String
    public var folder: FolderSettings
    public var data: String
    /// The local address for systems that post events; nil: none.
    public var http: LoopbackAddress?
    public var mappings: String
    public var limits: OutboxLimits
    public var log: LogSettings

    private static let known = [
        "agency", "sector", "key", "aggregator", "inbox", "quarantine", "data", "http", "mappings", "settle", "done", "limits",
        "log",
    ]

    public init(_ file: ConfigurationFile) throws(YAMLFault) {
        let values = try file.root.mapping(of: AdapterConfiguration.known)
        let aggregator = try values.required("aggregator").mapping(of: ["publish", "key"])
        site = file.site
        agency = try AdapterConfiguration.agency(values.required("agency"))
        sector = try values["sector"].map { node throws(YAMLFault) in Sector(rawValue: try node.name()) }
        key = file.site.path(try values.required("key").name())
        publish = try AdapterConfiguration.endpoint(aggregator.required("publish"))
        aggregatorKey = file.site.path(try aggregator.required("key").name())
        folder = try AdapterConfiguration.folder(values, file.site)
        data = file.site.path(try values.required("data").name())
        http = try values["http"].map(LoopbackAddress.init)
        mappings = file.site.path(try values.required("mappings").name())
        limits = try AdapterConfiguration.limits(values["limits"])
        log = try LogSettings(values["log"])
    }

    private static func agency(_ node: YAMLNode) throws(YAMLFault) -> AgencyName {
        let name = AgencyName(rawValue: try node.name())
        guard name.isWellFormed else { throw node.fault("expected a name of lower-case letters, digits and hyphens") }
        return name
    }

    private static func endpoint(_ node: YAMLNode) throws(YAMLFault) -> String {
        let text = try node.name()
        let port = text.split(separator: ":").last.flatMap { UInt16($0) }
        guard text.hasPrefix("tcp://"), port != nil else { throw node.fault("expected an address such as tcp://bus.example.org:7400") }
        return text
    }

    private static func folder(_ values: YAMLMapping, _ site: Site) throws(YAMLFault) -> FolderSettings {
        FolderSettings(
            inbox: site.path(try values.required("inbox").name()),
            quarantine: try values["quarantine"].map { node throws(YAMLFault) in site.path(try node.name()) },
            settle: .seconds(Int64(try values["settle"]?.integer(in: 0...3_600) ?? 5)),
            done: try values["done"]?.choice(FolderSettings.Done.self) ?? .keep)
    }

    private static func limits(_ node: YAMLNode?) throws(YAMLFault) -> OutboxLimits {
        guard let values = try node?.mapping(of: ["events", "megabytes"]) else { return OutboxLimits() }
        let usual = OutboxLimits()
        return OutboxLimits(
            events: try values["events"]?.integer(in: 1...1_000_000_000) ?? usual.events,
            bytes: try values["megabytes"].map { node throws(YAMLFault) in try node.integer(in: 1...1_000_000) << 20 } ?? usual.bytes)
    }
}

/// An address on this machine alone: what is posted there is believed to come from the agency's own systems.
public struct LoopbackAddress: Hashable, Sendable {
    public let host: String
    public let port: Int

    init(_ node: YAMLNode) throws(YAMLFault) {
        let text = try node.name()
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]) else { throw node.fault("expected an address such as 127.0.0.1:7411") }
        guard parts[0] == "127.0.0.1" || parts[0] == "localhost" else {
            throw node.fault("events are posted without a password, so this address must be on this machine: 127.0.0.1:\(port)")
        }
        host = "127.0.0.1"
        self.port = Int(port)
    }
}
