public import SafeguardingModel

/// An agency's side of publishing: what of its outbox to send, when to send it again, when to fall silent.
///
/// Connections, messages, the outbox's contents and moments go in; actions come out. The outbox is the memory: a session
/// that is lost is made again from the outbox's epoch and what it knows to be settled.
public struct PublisherSession: Sendable {
    /// What a publisher does next, in this order.
    public enum Action: Hashable, Sendable {
        case send(PublisherMessage)
        /// Read events from the outbox and give them to ``PublisherSession/loaded(_:for:)``.
        case load(Load)
        /// Write down, at once and together, that all up to this number is settled, and which events were refused.
        case settle(through: UInt64, refused: [RefusedEvent])
        /// Keep the notice; then call ``PublisherSession/kept(noticesThrough:)``.
        case keep(NumberedNotice)
        /// The server lost what it had acknowledged after this number: begin a new epoch with all that is still held.
        case beginEpoch(after: UInt64)
        /// Close the connection and make a new one.
        case reconnect
    }

    /// A wish to see what the outbox holds after a number.
    public struct Load: Hashable, Sendable {
        public var after: UInt64
        public var limit: Int
        /// Tells an answer to this wish from one to a wish given up since.
        let number: UInt64
    }

    /// How things stand, for whoever looks after the publisher.
    public enum Phase: Hashable, Sendable {
        /// No connection.
        case away
        /// Greeted, and waiting for the welcome.
        case greeting
        /// Events flow.
        case welcome
        /// The server said something that waiting may mend.
        case waiting(Fault, until: Instant)
    }

    let settings: PublisherSettings
    /// The outbox's random number.
    public let epoch: UInt64
    /// The highest number that is settled, as far as is known here.
    public internal(set) var settled: UInt64
    /// How things stand.
    public internal(set) var phase = Phase.away
    /// The highest number that may be sent.
    public internal(set) var credit: UInt64 = 0
    /// What the server said when it welcomed us.
    public internal(set) var welcome: Welcome?

    /// The next number to send.
    var next: UInt64
    var loading: Load?
    var loads: UInt64 = 0
    /// More came into the outbox while it was being read.
    var isStale = false
    /// Events must not be sent before this.
    var pausedUntil: Instant?
    /// The highest notice handed out to be kept, and the highest that is.
    var noticed: UInt64
    var kept: UInt64
    var heardAt = Instant.distantPast
    var spokeAt = Instant.distantPast

    /// Begins with what the outbox knows: its epoch, what is settled, the last notice kept.
    public init(epoch: UInt64, settled: UInt64, lastNotice: UInt64 = 0, settings: PublisherSettings = .init()) {
        self.epoch = epoch
        self.settled = settled
        self.next = settled + 1
        self.noticed = lastNotice
        self.kept = lastNotice
        self.settings = settings
    }

    /// A new connection stands.
    public mutating func connected(at now: Instant) -> [Action] {
        (heardAt, pausedUntil) = (now, nil)
        return greet(at: now)
    }

    /// The connection is gone.
    ///
    /// What was on its way may be lost, and is sent again after the next greeting.
    public mutating func disconnected() {
        phase = .away
        giveUpLoading()
    }

    /// Events came into the outbox.
    public mutating func outboxGrew() -> [Action] {
        guard loading == nil else {
            isStale = true
            return []
        }
        return load()
    }

    mutating func greet(at now: Instant) -> [Action] {
        phase = .greeting
        spokeAt = now
        giveUpLoading()
        let hello = Hello(
            epoch: epoch,
            settled: settled,
            software: settings.software,
            takesNotices: settings.takesNotices
        )
        return [.send(.hello(hello))]
    }

    mutating func giveUpLoading() {
        (loading, isStale) = (nil, false)
    }
}

/// How a publisher behaves.
public struct PublisherSettings: Hashable, Sendable {
    /// What runs here, for the aggregator's operator.
    public var software = "referral-bus/\(Release.version)"
    /// Whether notices are wanted.
    public var takesNotices = true
    /// The most events read from the outbox at a time.
    public var eventsPerLoad = 512
    /// The most bytes of events in one message, unless one event alone has more.
    public var bytesPerMessage = 1 << 18
    /// How long the server may take to answer a greeting.
    public var patience: Span = .seconds(10)
    /// The pause after a fault that passes.
    public var pause: Span = .seconds(1)
    /// The pause after a fault that a person has to mend.
    public var longPause: Span = .seconds(30)

    /// The settings that suit an adapter.
    public init() {}
}
