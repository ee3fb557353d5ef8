import BusProtocol
import BusTransport
import SafeguardingModel

/// A journal in memory: what the gateway stores, what the feed sends, and the notices between.
///
/// It refuses what begins with `bad`, and can be made slow, stuck or broken.
actor MemoryJournal: EventSink, NoticeSource, JournalFeed {
    private(set) var entries: [StoredEntry] = []
    private(set) var outboxes: [OutboxID: OutboxProgress] = [:]
    private(set) var bodies: [OutboxID: [[UInt8]]] = [:]
    private(set) var mistakes: [String] = []
    private(set) var largestBatch = 0
    private var posted: [AgencyName: [NumberedNotice]] = [:]
    private(set) var noted: [AgencyName: UInt64] = [:]
    private var decisions: [UInt64: Position] = [:]
    private var isBroken = false
    private var isStuck = false
    private var isStandingStuck = false
    /// How often it was asked how an outbox stands.
    private(set) var questions = 0
    private var stuck: [CheckedContinuation<Void, Never>] = []

    func setBroken(_ isBroken: Bool) { self.isBroken = isBroken }

    func setStuck(_ isStuck: Bool) {
        self.isStuck = isStuck
        guard !isStuck else { return }
        stuck.forEach { $0.resume() }
        stuck = []
    }

    /// How many events of an agency are stored.
    func count(of agency: AgencyName) -> Int { bodies.reduce(0) { $1.key.agency == agency ? $0 + $1.value.count : $0 } }

    // MARK: EventSink

    nonisolated func read(_ batch: [Arrival]) async -> Storing {
        { await self.accept(batch) }
    }

    private func accept(_ batch: [Arrival]) async -> [Verdict] {
        largestBatch = max(largestBatch, batch.count)
        if isStuck { await withCheckedContinuation { stuck.append($0) } }
        return batch.map(store)
    }

    private func store(_ arrival: Arrival) -> Verdict {
        guard !isBroken else { return .unavailable }
        var standing = outboxes[arrival.outbox] ?? OutboxProgress(acknowledged: 0)
        if arrival.sequence != standing.acknowledged + 1 { mistakes.append("asked to store a gap or a repeat") }
        standing.acknowledged = arrival.sequence
        defer { outboxes[arrival.outbox] = standing }
        let unfit = arrival.body.starts(with: "bad".utf8) ? Refusal(code: "bad-value", message: "Unfit.") : nil
        if let refusal = arrival.refusal ?? unfit {
            standing.refused.append(RefusedEvent(sequence: arrival.sequence, refusal: refusal))
            return .refused(refusal)
        }
        bodies[arrival.outbox, default: []].append(arrival.body)
        append(.event, arrival.outbox.agency, arrival.body)
        return .stored
    }

    func setStandingStuck(_ isStuck: Bool) { isStandingStuck = isStuck }

    func standing(of outbox: OutboxID, after number: UInt64) async -> OutboxProgress {
        questions += 1
        while isStandingStuck { try? await Task.sleep(for: .milliseconds(5)) }
        var standing = outboxes[outbox] ?? OutboxProgress(acknowledged: 0)
        standing.refused.removeAll { $0.sequence <= number }
        return standing
    }

    // MARK: NoticeSource

    func post(_ text: String, to agency: AgencyName) {
        let number = UInt64(posted[agency, default: []].count) + 1
        posted[agency, default: []].append(NumberedNotice(number: number, json: Array(text.utf8)))
    }

    func notices(for agency: AgencyName, after number: UInt64, limit: Int) -> [NumberedNotice] {
        let after = max(number, noted[agency, default: 0])
        return Array(posted[agency, default: []].filter { $0.number > after }.prefix(limit))
    }

    func noted(by agency: AgencyName, through number: UInt64) {
        noted[agency] = max(number, noted[agency, default: 0])
    }

    // MARK: JournalFeed

    func fill(_ count: Int, body: [UInt8] = Array("{}".utf8)) {
        for _ in 0..<count { append(.event, "sample-academy", body) }
    }

    private func append(_ kind: StoredEntry.Kind, _ agency: AgencyName, _ body: [UInt8]) {
        let position = Position(entries.count + 1)
        entries.append(
            StoredEntry(
                position: position,
                at: Instant(seconds: position.number),
                kind: kind,
                agency: agency,
                body: body
            )
        )
    }

    func end() -> Position { Position(entries.count) }

    func read(from position: Position, limit: Int, bytes: Int) -> [StoredEntry] {
        var left = bytes
        let found = entries.dropFirst(Int(position.number) - 1).prefix(limit)
        return Array(
            found.prefix { entry in
                left -= entry.body.count
                return left >= 0 || entry.position == position
            }
        )
    }

    func decide(_ decision: [UInt8], by name: AgencyName, request: UInt64) throws(ConnectionError) -> Position {
        if let position = decisions[request] { return position }
        guard decision != Array("no".utf8) else { throw ConnectionError(.decision, message: "There is no such alert.") }
        append(.decision, "", decision)
        decisions[request] = end()
        return end()
    }
}
