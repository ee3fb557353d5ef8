public import SafeguardingModel

/// A publisher's greeting, its first message on every connection.
public struct Hello: Hashable, Sendable {
    /// The version of the protocol that the client speaks.
    public var version: UInt64
    /// A random number that identifies the outbox: new whenever an outbox is made, or restored from a copy.
    public var epoch: UInt64
    /// The highest event number of this epoch that the client knows to be settled; 0 for none.
    public var settled: UInt64
    /// The client's name and version, for the operator: `police-adapter 1.0`.
    public var software: String
    /// Whether the client keeps notices.
    ///
    /// An agency that does not say so gets none.
    public var takesNotices: Bool

    /// Makes a greeting for an outbox.
    public init(
        version: UInt64 = ProtocolVersion.current,
        epoch: UInt64,
        settled: UInt64,
        software: String,
        takesNotices: Bool
    ) {
        self.version = version
        self.epoch = epoch
        self.settled = settled
        self.software = software
        self.takesNotices = takesNotices
    }
}

/// The aggregator's answer to ``Hello``: the client's agency, where to go on, and the limits.
public struct Welcome: Hashable, Sendable {
    /// The version of the protocol that the aggregator speaks.
    public var version: UInt64
    /// The agency to which the key belongs.
    public var agency: AgencyName
    /// The sector of the agency by the aggregator's register.
    public var sector: Sector
    /// The highest number of this epoch that is settled.
    ///
    /// The client goes on with the number after it.
    public var acknowledged: UInt64
    /// The highest number that may be sent now.
    public var credit: UInt64
    /// The most bytes that one event may have.
    public var maximumEventBytes: Int
    /// The most events that one message may carry.
    public var eventsPerMessage: Int
    /// The longest time for which either side sends nothing; after three times this the peer counts as gone.
    public var heartbeat: Span

    /// Makes a welcome from all its parts.
    public init(
        version: UInt64 = ProtocolVersion.current,
        agency: AgencyName,
        sector: Sector,
        acknowledged: UInt64,
        credit: UInt64,
        maximumEventBytes: Int,
        eventsPerMessage: Int,
        heartbeat: Span
    ) {
        self.version = version
        self.agency = agency
        self.sector = sector
        self.acknowledged = acknowledged
        self.credit = credit
        self.maximumEventBytes = maximumEventBytes
        self.eventsPerMessage = eventsPerMessage
        self.heartbeat = heartbeat
    }
}

/// The aggregator's answer to FOLLOW.
public struct FeedWelcome: Hashable, Sendable {
    /// The version of the protocol that the aggregator speaks.
    public var version: UInt64
    /// The name of the key's holder.
    public var name: String
    /// The holder's role, `desk` or `operator`.
    public var role: KeyRole
    /// The last position of the journal at this moment.
    public var position: Position
    /// The longest time for which either side sends nothing; after three times this the peer counts as gone.
    public var heartbeat: Span

    /// Makes a welcome from all its parts.
    public init(
        version: UInt64 = ProtocolVersion.current,
        name: String,
        role: KeyRole,
        position: Position,
        heartbeat: Span
    ) {
        self.version = version
        self.name = name
        self.role = role
        self.position = position
        self.heartbeat = heartbeat
    }
}

/// The role of a key on the bus.
public enum KeyRole: String, Hashable, Sendable, CaseIterable {
    /// May publish, and receives its agency's notices.
    case agency
    /// May follow and decide.
    case desk
    /// May follow and decide, from the command line.
    case `operator`

    /// Whether a key of this role may publish events.
    public var publishes: Bool { self == .agency }
    /// Whether a key of this role may follow the journal, decide, and receive alerts.
    public var follows: Bool { !publishes }
}
