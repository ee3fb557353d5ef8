public import SafeguardingModel

/// The aggregator's side of one outbox: which numbers are taken in, which are on disk, and which of those the agency
/// knows of.
///
/// It outlives connections, because events from one connection may reach the disk after the next has greeted. So a
/// number is taken in once, on whichever connection it comes, and never before the number below it.
public struct GatewaySession: Sendable {
    /// Something that the gateway has to do for a session.
    public enum Action: Hashable, Sendable {
        case send(GatewayMessage)
        /// Store the arrival, after all that were handed over before.
        case store(Arrival)
        /// Take back the arrivals of this outbox that wait to be stored.
        case discard
        /// Ask the disk for the outbox's progress, and for refusals after this number.
        case recall(after: UInt64)
        /// Fetch notices for the agency after this number.
        case fetchNotices(after: UInt64)
        /// Note that the agency has kept its notices up to this number.
        case noted(through: UInt64)
        /// Forget the connection: it was silent for too long, or cannot be answered.
        case disconnect
    }

    /// The progress of the session on the present connection.
    enum ConnectionPhase: Hashable, Sendable {
        /// No connection.
        case none
        /// Greeted; the disk has been asked.
        case greeted(Hello)
        /// Welcomed, but refusals are still being fetched: no credit until they have been sent.
        case recalling
        /// Welcomed.
        case open
    }

    /// The outbox's identity.
    public let outbox: OutboxID
    let sector: Sector
    let limits: GatewayLimits

    /// The highest number handed over to be stored.
    ///
    /// Nil until the disk has been asked once.
    public internal(set) var accepted: UInt64?
    /// The highest number that the disk has settled, as far as is known here.
    public internal(set) var acknowledged: UInt64 = 0
    /// The highest number whose outcome the agency knows.
    public internal(set) var settled: UInt64 = 0

    var phase = ConnectionPhase.none
    var isGapReported = false
    var notices = NoticeWindow()
    var lastReceivedAt = Instant.distantPast
    var lastSentAt = Instant.distantPast

    /// Makes a session for an outbox of which nothing is known yet.
    public init(outbox: OutboxID, sector: Sector, limits: GatewayLimits) {
        self.outbox = outbox
        self.sector = sector
        self.limits = limits
    }

    /// Whether somebody is connected.
    public var isConnected: Bool { phase != .none }

    /// Whether the session can be forgotten without loss: nobody is connected and nothing is on its way to the disk.
    public var isIdle: Bool { phase == .none && (accepted ?? 0) == acknowledged }

    /// The highest number that the client may send.
    var credit: UInt64 { phase == .open ? settled + limits.window : settled }

    /// Forgets the connection, not the numbers.
    public mutating func disconnected() {
        phase = .none
        notices = NoticeWindow()
    }

    /// Handles a greeting.
    public mutating func greet(_ hello: Hello, at now: Instant) -> [Action] {
        disconnected()
        (lastReceivedAt, lastSentAt) = (now, now)
        guard ProtocolVersion.spoken.contains(hello.version) else {
            return [
                .send(.fault(ConnectionError(.protocolVersion, number: ProtocolVersion.spoken.upperBound))),
                .disconnect,
            ]
        }
        phase = .greeted(hello)
        return [.recall(after: hello.settled)]
    }
}

/// The notices that were sent on the present connection.
struct NoticeWindow: Hashable, Sendable {
    var isWanted = false
    /// The highest number sent.
    var sent: UInt64 = 0
    /// The highest number that the agency says it has kept.
    var noted: UInt64 = 0
    /// The notices that were sent and not yet noted.
    var open: [UInt64] = []
    var isFetching = false
    /// Whether new notices came while some were being fetched.
    var isStale = false
}
