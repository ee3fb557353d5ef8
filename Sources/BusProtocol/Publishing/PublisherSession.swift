public import SafeguardingModel

/// An agency's side of publishing: which events of its outbox to send, when to repeat them, when to pause.
///
/// Connections, messages, the outbox's contents and moments go in; actions come out. The outbox is the memory: a lost
/// session is made again from the outbox's epoch and its settled number.
public struct PublisherSession: Sendable {
    /// Something that a publisher has to do next, in this order.
    public enum Action: Hashable, Sendable {
        case send(PublisherMessage)
        /// Read events from the outbox and give them to ``PublisherSession/loaded(_:for:)``.
        case load(Load)
        /// Record in one transaction that all events up to this number are settled, and which were refused.
        case settle(through: UInt64, refused: [RefusedEvent])
        /// Keep the notice; then call ``PublisherSession/kept(noticesThrough:)``.
        case keep(NumberedNotice)
        /// Begin a new epoch with all events still held: the server lost what it had acknowledged after this number.
        case beginEpoch(after: UInt64)
        /// Close the connection and make a new one.
        case reconnect
    }

    /// A request to read the outbox after a number.
    public struct Load: Hashable, Sendable {
        /// The events with higher numbers are asked for, in order.
        public var after: UInt64
        /// The most events to read.
        public var limit: Int
        /// The request's own number, by which the answer to an abandoned request is recognised.
        let number: UInt64
    }

    /// The state of the connection, for the publisher's operator.
    public enum Phase: Hashable, Sendable {
        /// No connection.
        case away
        /// Greeted, and waiting for the welcome.
        case greeting
        /// Events flow.
        case welcome
        /// The server sent a fault that may pass with time.
        case waiting(ConnectionError, until: Instant)
    }

    let settings: PublisherSettings
    /// The outbox's random number.
    public let epoch: UInt64
    /// The highest number that is settled, as far as is known here.
    public internal(set) var settled: UInt64
    /// The state of the connection.
    public internal(set) var phase = Phase.away
    /// The highest number that may be sent.
    public internal(set) var credit: UInt64 = 0
    /// The server's welcome on this connection.
    public internal(set) var welcome: Welcome?

    /// The next number to send.
    var next: UInt64
    var loading: Load?
    var loads: UInt64 = 0
    /// Whether events came into the outbox while it was being read.
    var isStale = false
    /// The moment before which no events may be sent.
    var pausedUntil: Instant?
    /// The highest notice handed out to be kept, and the highest that has been kept.
    var noticed: UInt64
    var kept: UInt64
    var lastReceivedAt = Instant.distantPast
    var lastSentAt = Instant.distantPast

    /// Makes a session from the outbox's epoch, its settled number, and the last notice that it kept.
    public init(epoch: UInt64, settled: UInt64, lastNotice: UInt64 = 0, settings: PublisherSettings = .init()) {
        self.epoch = epoch
        self.settled = settled
        self.next = settled + 1
        self.noticed = lastNotice
        self.kept = lastNotice
        self.settings = settings
    }

    /// Notes that a connection has been made, and greets.
    public mutating func connected(at now: Instant) -> [Action] {
        (lastReceivedAt, pausedUntil) = (now, nil)
        return greet(at: now)
    }

    /// Notes that the connection is lost.
    ///
    /// Events under way may be lost, and are sent again after the next greeting.
    public mutating func disconnected() {
        phase = .away
        giveUpLoading()
    }

    /// Notes that events came into the outbox.
    public mutating func outboxGrew() -> [Action] {
        guard loading == nil else {
            isStale = true
            return []
        }
        return load()
    }

    mutating func greet(at now: Instant) -> [Action] {
        phase = .greeting
        lastSentAt = now
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

/// The settings of a publisher.
public struct PublisherSettings: Hashable, Sendable {
    /// The client's name and version, for the aggregator's operator.
    public var software = "referral-bus/\(Release.version)"
    /// Whether notices are wanted.
    public var takesNotices = true
    /// The most events read from the outbox at a time.
    public var eventsPerLoad = 512
    /// The most bytes of events in one message, unless one event alone has more.
    public var bytesPerMessage = 1 << 18
    /// The time that the server may take to answer a greeting.
    public var timeout: Span = .seconds(10)
    /// The pause after a fault that passes by itself.
    public var pause: Span = .seconds(1)
    /// The pause after a fault that a person has to correct.
    public var longPause: Span = .seconds(30)

    /// The settings that suit an adapter.
    public init() {}
}
