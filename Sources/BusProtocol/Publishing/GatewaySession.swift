public import SafeguardingModel

/// The aggregator's side of one outbox: which numbers have been taken in, which are on disk, and what the agency knows
/// of that.
///
/// It outlives connections, for what one connection brought may reach the disk after the next has greeted. So a number
/// is taken in once, whichever connection it comes by, and never before the number below it.
public struct GatewaySession: Sendable {
    /// What the gateway does for a session.
    public enum Action: Hashable, Sendable {
        case send(GatewayMessage)
        /// Hand to the disk, after all that was handed over before.
        case store(Arrival)
        /// Take back what of this outbox waits to be handed to the disk.
        case discard
        /// Ask the disk how the outbox stands, and for refusals after this number.
        case recall(after: UInt64)
        /// Fetch notices for the agency after this number.
        case fetchNotices(after: UInt64)
        /// The agency has kept its notices up to this number.
        case noted(through: UInt64)
        /// Nothing was heard for too long, or nothing can be said: forget the connection.
        case disconnect
    }

    /// How far the talk with the present connection has come.
    enum ConnectionPhase: Hashable, Sendable {
        /// Nobody is connected.
        case none
        /// Greeted; the disk has been asked.
        case greeted(Hello)
        /// Welcomed, but refusals are still being fetched: no credit until they are told.
        case recalling
        /// Welcomed.
        case open
    }

    /// Which outbox it is.
    public let outbox: OutboxID
    let sector: Sector
    let limits: GatewayLimits

    /// The highest number handed to the disk.
    ///
    /// Not known before the disk has been asked once.
    public internal(set) var accepted: UInt64?
    /// The highest number that the disk has settled, as far as is known here.
    public internal(set) var acknowledged: UInt64 = 0
    /// The highest number of which the agency has been told how it was settled.
    public internal(set) var told: UInt64 = 0

    var talk = ConnectionPhase.none
    var isGapReported = false
    var notices = NoticeWindow()
    var heardAt = Instant.distantPast
    var spokeAt = Instant.distantPast

    /// Begins with an outbox of which nothing is known yet.
    public init(outbox: OutboxID, sector: Sector, limits: GatewayLimits) {
        self.outbox = outbox
        self.sector = sector
        self.limits = limits
    }

    /// Whether somebody is connected.
    public var isConnected: Bool { talk != .none }

    /// Whether it could be forgotten without harm: nobody is connected and nothing is on its way to the disk.
    public var isIdle: Bool { talk == .none && (accepted ?? 0) == acknowledged }

    /// How far the client may go.
    var credit: UInt64 { talk == .open ? told + limits.window : told }

    /// Forgets the connection, not the numbers.
    public mutating func disconnected() {
        talk = .none
        notices = NoticeWindow()
    }

    /// A connection greets.
    public mutating func greet(_ hello: Hello, at now: Instant) -> [Action] {
        disconnected()
        (heardAt, spokeAt) = (now, now)
        guard ProtocolVersion.spoken.contains(hello.version) else {
            return [.send(.fault(Fault(.protocolVersion, number: ProtocolVersion.spoken.upperBound))), .disconnect]
        }
        talk = .greeted(hello)
        return [.recall(after: hello.settled)]
    }
}

/// Which notices the present connection has had.
struct NoticeWindow: Hashable, Sendable {
    var isWanted = false
    /// The highest number sent.
    var sent: UInt64 = 0
    /// The highest number that the agency says it has kept.
    var noted: UInt64 = 0
    /// How many were sent and not yet noted.
    var open: [UInt64] = []
    var isFetching = false
    /// New ones came while fetching.
    var isStale = false
}
