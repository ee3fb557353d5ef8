public import SafeguardingModel

/// What a publisher says first on every connection.
public struct Hello: Hashable, Sendable {
    /// The version of the protocol that the client speaks.
    public var version: UInt64
    /// A random number that names the outbox: new whenever an outbox is made, or restored from a copy.
    public var epoch: UInt64
    /// The highest event number of this epoch that the client knows to be settled; 0 for none.
    public var settled: UInt64
    /// What runs there, for the operator: `police-adapter 1.0`.
    public var software: String
    /// Whether the client keeps notices.
    ///
    /// Who does not say so gets none.
    public var takesNotices: Bool

    /// Greets for an outbox.
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

/// What the aggregator answers to ``Hello``: who the client is to it, where to go on, and the limits.
public struct Welcome: Hashable, Sendable {
    public var version: UInt64
    /// The agency to which the key belongs.
    public var agency: AgencyName
    public var sector: Sector
    /// The highest number of this epoch that is settled.
    ///
    /// The client goes on with the next.
    public var acknowledged: UInt64
    /// The highest number that may be sent now.
    public var credit: UInt64
    /// The most bytes that one event may have.
    public var maximumEventBytes: Int
    /// The most events that one message may carry.
    public var eventsPerMessage: Int
    /// How often each side lets the other hear something; three times this without a word means gone.
    public var heartbeat: Span

    /// Names everything.
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

/// What the aggregator answers to FOLLOW.
public struct FeedWelcome: Hashable, Sendable {
    public var version: UInt64
    /// To whom the key belongs.
    public var name: String
    public var role: KeyRole
    /// The last position of the journal at this moment.
    public var position: UInt64
    public var heartbeat: Span

    /// Names everything.
    public init(
        version: UInt64 = ProtocolVersion.current,
        name: String,
        role: KeyRole,
        position: UInt64,
        heartbeat: Span
    ) {
        self.version = version
        self.name = name
        self.role = role
        self.position = position
        self.heartbeat = heartbeat
    }
}

/// What a key may do on the bus.
public enum KeyRole: String, Hashable, Sendable, CaseIterable {
    /// Publishes, and receives its notices.
    case agency
    /// Follows and decides.
    case desk
    /// Follows and decides, from the command line.
    case `operator`

    /// Whether such a key may publish events.
    public var publishes: Bool { self == .agency }
    /// Whether such a key may follow the journal, decide, and hear alerts.
    public var follows: Bool { !publishes }
}
