public import BusProtocol

/// The bounds on what the gateway holds at a time.
///
/// At each bound it stops reading, and the senders wait.
public struct GatewayCapacity: Hashable, Sendable {
    /// The most events that wait to be stored.
    public var pendingEvents = 65_536
    /// The most bytes of events that wait to be stored.
    public var pendingBytes = 64 << 20
    /// The most events handed to the sink at a time.
    public var batchEvents = 4096
    /// The most bytes handed to the sink at a time, unless one event alone has more.
    public var batchBytes = 8 << 20
    /// The number of waiting events from which they are read while others are being stored.
    public var readAheadEvents = 512
    /// The most events that are stored at once on the gateway's own thread, if nothing is being stored: an
    /// acknowledgement then waits for the disk alone, and not for six changes of threads. More are better read while
    /// others are stored.
    public var atOnceEvents = 64
    /// The most bytes that are stored at once on the gateway's own thread.
    public var atOnceBytes = 256 << 10
    /// The most messages received before others get their turn.
    public var messagesPerTurn = 256
    /// The most messages of one connection that the library holds before it stops reading from it.
    public var receiveHighWater = 64
    /// The most messages to one connection that the library holds before the gateway takes the connection for lost.
    public var sendHighWater = 1000

    /// The capacity that suits a machine with a gigabyte to spare.
    public init() {}
}

/// Counters of the gateway's work so far.
public struct GatewayMetrics: Hashable, Sendable {
    /// Messages received.
    public var messages = 0
    /// Events taken in.
    public var events = 0
    /// Bytes of events taken in.
    public var bytes = 0
    /// Batches handed to the sink.
    public var batches = 0
    /// Events that are on disk.
    public var stored = 0
    /// Events refused.
    public var refused = 0
    /// Events that could not be stored at the moment, and were requested again.
    public var unavailable = 0
    /// Notices sent.
    public var notices = 0
    /// Faults sent, by code.
    public var faults: [String: Int] = [:]
    /// Messages that could not be sent, for want of room or because the peer was gone.
    public var unsent = 0
    /// The number of times that reading stopped because too much waited.
    public var pauses = 0
    /// Publishers connected now.
    public var connections = 0
    /// Events that wait to be stored now.
    public var pending = 0
    /// The most events that ever waited.
    public var mostPending = 0
    /// The most bytes that ever waited.
    public var mostPendingBytes = 0
}

/// Something that the gateway's operator may want in the log.
///
/// It has names of keys and addresses, never the content of events.
public enum GatewayReport: Hashable, Sendable {
    /// A publisher was welcomed.
    case welcomed(agency: String)
    /// A message was answered with a fault.
    case fault(ConnectionError, sender: String?, address: String?)
    /// Too many events wait to be stored: reading stops until fewer do.
    case paused
    case resumed
    /// A port failed; the question to it is repeated.
    case portFailed(String)
}
