public import SafeguardingModel

/// The aggregator's side of one follower: the part of the journal that it has been sent, and how far it may be sent
/// more.
public struct FeedSession: Sendable {
    /// Something that the feed has to do for a session.
    public enum Action: Hashable, Sendable {
        case send(FeedMessage)
        /// Read entries after a position and give them to ``FeedSession/read(_:after:)``.
        case read(after: Position, limit: Int)
        /// Take a decision to the journal.
        case decide(request: UInt64, json: [UInt8])
        /// Forget the connection.
        case disconnect
    }

    /// The holder of the key with which the follower connected.
    public let holder: AgencyDirectory.Holder
    let limits: FeedLimits

    /// The last position sent; nil before the follower has said after which position it begins.
    public private(set) var sent: Position?
    /// The last position that may be sent.
    private var through: Position = 0
    /// The last position of the journal.
    private var end: Position
    private var isReading = false
    /// The follower's greeting, while the entry that the follower holds is compared with the journal's.
    private var comparing: (follow: Follow, held: EntryFingerprint)?
    /// The position after which, as the follower was last told, there are no entries.
    private var liveAt: Position?
    private var decisionsUnderWay: Set<UInt64> = []
    private var lastReceivedAt: Instant
    private var lastSentAt: Instant

    /// Makes a session for a follower that has sent nothing yet.
    public init(holder: AgencyDirectory.Holder, end: Position, limits: FeedLimits, at now: Instant) {
        (self.holder, self.end, self.limits) = (holder, end, limits)
        (lastReceivedAt, lastSentAt) = (now, now)
    }

    /// Handles a message from the follower.
    public mutating func receive(_ message: FollowerMessage, at now: Instant) -> [Action] {
        lastReceivedAt = now
        if case .follow(let follow) = message { return start(follow) }
        guard let sent else { return [.send(.fault(ConnectionError(.notWelcome)))] }
        switch message {
        case .follow, .pong: return []
        case .ping: return [.send(.pong(position: end))]
        case .more(let position):
            through = max(through, min(position, sent + limits.entriesAhead))
            return read()
        case .decide(let request, let json): return decide(request, json)
        }
    }

    private mutating func start(_ follow: Follow) -> [Action] {
        guard ProtocolVersion.spoken.contains(follow.version) else {
            return [
                .send(.fault(ConnectionError(.protocolVersion, number: ProtocolVersion.spoken.upperBound))),
                .disconnect,
            ]
        }
        guard follow.after <= end else { return refuseAsAhead() }
        guard let held = follow.held, follow.after > 0 else { return begin(follow) }
        (sent, comparing) = (nil, (follow, held))
        return [.read(after: follow.after - 1, limit: 1)]
    }

    /// Refuses a follower that followed another journal: whatever it is sent now, it would never get what it missed.
    private func refuseAsAhead() -> [Action] {
        [.send(.fault(ConnectionError(.ahead, number: end.unsigned))), .disconnect]
    }

    private mutating func begin(_ follow: Follow) -> [Action] {
        comparing = nil
        sent = follow.after
        through = min(follow.through, follow.after + limits.entriesAhead)
        (liveAt, isReading) = (nil, false)
        let welcome = FeedWelcome(
            name: holder.name.rawValue,
            role: holder.role,
            position: end,
            heartbeat: limits.heartbeat
        )
        return [.send(.welcome(welcome))] + proceed()
    }

    /// Notes that the journal has grown, and goes on sending.
    public mutating func grew(to position: Position) -> [Action] {
        end = max(end, position)
        return read()
    }

    /// Notes that all messages have been sent; goes on reading, or says that there is nothing more.
    public mutating func flushed() -> [Action] { proceed() }

    private mutating func proceed() -> [Action] {
        guard let sent, sent == end, liveAt != end else { return read() }
        liveAt = end
        return [.send(.live(position: end))]
    }

    private mutating func read() -> [Action] {
        guard let sent, !isReading, sent < end, sent < through else { return [] }
        isReading = true
        let limit = min(limits.entriesPerRead, through - sent, end - sent)
        return [.read(after: sent, limit: limit)]
    }

    /// Takes the entries that the journal answered.
    ///
    /// The messages that follow from them must be flushed before the next read.
    public mutating func read(_ entries: [StoredEntry], after position: Position) -> [Action] {
        if let (follow, held) = comparing {
            guard position == follow.after - 1 else { return [] }
            guard let entry = entries.first, entry.position == follow.after else { return readFailed() }
            return EntryFingerprint(entry) == held ? begin(follow) : refuseAsAhead()
        }
        // An answer to a question from before the follower greeted again.
        guard let sent, position == sent, isReading else { return [] }
        isReading = false
        let next = zip((sent + 1)..., entries).prefix { $0 == $1.position && $0 <= through }.map(\.1)
        guard !next.isEmpty else { return readFailed() }
        self.sent = sent + next.count
        end = max(end, sent + next.count)
        return messages(of: next).map { .send(.entries($0)) }
    }

    /// Notes that the journal could not be read.
    public mutating func readFailed() -> [Action] {
        let message = "The journal cannot be read at this moment."
        return [
            .send(.fault(ConnectionError(.unavailable, number: ((sent ?? 0) + 1).unsigned, message: message))),
            .disconnect,
        ]
    }

    private func messages(of entries: [StoredEntry]) -> [[StoredEntry]] {
        var messages: [[StoredEntry]] = []
        var bytes = 0
        for entry in entries {
            let count = messages.last?.count ?? limits.entriesPerMessage
            if count >= limits.entriesPerMessage || bytes + entry.body.count > limits.bytesPerMessage {
                messages.append([])
                bytes = 0
            }
            messages[messages.count - 1].append(entry)
            bytes += entry.body.count
        }
        return messages
    }

    /// Lets time pass: sends a heartbeat, or gives up a silent connection.
    public mutating func tick(at now: Instant) -> [Action] {
        if now - lastReceivedAt >= limits.silence { return [.disconnect] }
        guard now - lastSentAt >= limits.heartbeat, sent != nil else { return [] }
        lastSentAt = now
        return [.send(.ping(position: end))]
    }

    // MARK: Decisions

    private mutating func decide(_ request: UInt64, _ json: [UInt8]) -> [Action] {
        guard !decisionsUnderWay.contains(request) else { return [] }
        guard decisionsUnderWay.count < limits.decisionsUnderWay else {
            let message = "No more than \(limits.decisionsUnderWay) decisions may be under way."
            return [.send(.fault(ConnectionError(.decision, number: request, message: message)))]
        }
        decisionsUnderWay.insert(request)
        return [.decide(request: request, json: json)]
    }

    /// Answers a request for a decision.
    public mutating func decided(_ request: UInt64, _ outcome: Result<Position, ConnectionError>) -> [Action] {
        decisionsUnderWay.remove(request)
        switch outcome {
        case .success(let position): return [.send(.decided(request: request, position: position))]
        case .failure(let fault): return [.send(.fault(fault))]
        }
    }
}
