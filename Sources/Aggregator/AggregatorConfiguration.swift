public import DaemonKit
public import SafeguardingModel
public import StrictYAML

/// `aggregator.yaml`, read once when the aggregator starts.
public struct AggregatorConfiguration: Sendable {
    public var site: Site
    /// The endpoints on which adapters publish, desks follow, and screens listen for alerts.
    public var publish: String
    public var follow: String
    public var broadcast: String
    public var key: String
    public var data: String
    public var timezone: String
    public var log: LogSettings
    /// The number of entries that judgement may be behind the journal before senders are slowed.
    public var lagLimit: Int
    /// The number of facts of one agency about one child that are judged; nil for the usual number.
    public var limits: FactLimits?
    /// The moment at which the clock begins when a script is played; lines on standard input move it. Nil for the
    /// machine's clock.
    public var playFrom: Instant?

    public init(_ file: ConfigurationFile) throws(YAMLError) {
        let known = [
            "publish", "follow", "broadcast", "key", "data", "timezone", "log", "lagLimit", "mostFacts", "clock",
        ]
        let values = try file.root.mapping(of: known)
        site = file.site
        publish = try values.required("publish").endpoint()
        follow = try values.required("follow").endpoint()
        broadcast = try values.required("broadcast").endpoint()
        key = file.site.path(try values.required("key").name())
        data = file.site.path(try values.required("data").name())
        timezone = try AggregatorConfiguration.zone(values["timezone"])
        log = try LogSettings(values["log"])
        lagLimit = try values["lagLimit"]?.integer(in: 100...10_000_000) ?? 50_000
        limits = try values["mostFacts"].map(AggregatorConfiguration.limits)
        playFrom = try values["clock"].map(AggregatorConfiguration.clock)
    }

    /// Reads `{ aDay: 100, inAll: 2000 }`.
    private static func limits(_ node: YAMLNode) throws(YAMLError) -> FactLimits {
        let values = try node.mapping(of: ["aDay", "inAll"])
        let usual = FactLimits.usual
        return FactLimits(
            aDay: try values["aDay"]?.integer(in: 10...1_000_000) ?? usual.aDay,
            inAll: try values["inAll"]?.integer(in: 10...1_000_000) ?? usual.inAll
        )
    }

    private static func clock(_ node: YAMLNode) throws(YAMLError) -> Instant {
        guard let instant = Instant(rfc3339: try node.string()) else {
            throw node.fault(
                "expected the time at which a play begins, such as \"2016-01-04T00:00:00Z\"; a real site has no 'clock'"
            )
        }
        return instant
    }

    private static func zone(_ node: YAMLNode?) throws(YAMLError) -> String {
        guard let node else { return "Europe/London" }
        let name = try node.name()
        guard Zone(name: name) != nil else {
            throw node.fault("expected Europe/London, UTC or an offset such as +01:00")
        }
        return name
    }

    public var journalPath: String { Path.join(data, "journal.sqlite") }
}

extension YAMLNode {
    /// Reads `tcp://host:port`.
    func endpoint() throws(YAMLError) -> String {
        let text = try name()
        let port = text.split(separator: ":").last.flatMap { UInt16($0) }
        guard text.hasPrefix("tcp://"), port != nil else {
            throw fault("expected an address such as tcp://127.0.0.1:7400")
        }
        return text
    }
}
