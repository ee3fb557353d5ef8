import BusProtocol
import SafeguardingModel

/// A publisher whose outbox survives it.
final class SimulatedPublisher {
    // What survives a crash.
    let agency: AgencyName
    let epoch: UInt64
    private(set) var events: [[UInt8]] = []
    private(set) var settled: UInt64 = 0
    private(set) var refused: [UInt64: String] = [:]
    private(set) var notices: [UInt64] = []

    // What does not.
    var session: PublisherSession
    var wire: Int?
    private(set) var loads: [PublisherSession.Load] = []
    private(set) var keeping: [UInt64] = []
    private(set) var mistakes: [String] = []

    init(agency: AgencyName, epoch: UInt64) {
        self.agency = agency
        self.epoch = epoch
        session = PublisherSession(epoch: epoch, settled: 0, settings: Self.settings)
    }

    var outbox: OutboxID { OutboxID(agency: agency, epoch: epoch) }

    static var settings: PublisherSettings {
        var settings = PublisherSettings()
        settings.eventsPerLoad = 7
        settings.bytesPerMessage = 40
        return settings
    }

    func crash() {
        session = PublisherSession(
            epoch: epoch,
            settled: settled,
            lastNotice: notices.last ?? 0,
            settings: Self.settings
        )
        (wire, loads, keeping) = (nil, [], [])
    }

    /// Some of them unfit, some of them too large.
    func addEvents(_ count: Int, _ chance: inout SeededGenerator) -> [PublisherSession.Action] {
        for _ in 0..<count {
            let size =
                chance.happens(millionths: 40_000) ? SimulatedGateway.limits.eventBytes + 1 : chance.below(20) + 2
            let fitness: UInt8 = chance.happens(millionths: 150_000) ? 0 : 1
            events.append([fitness, UInt8(epoch)] + (2..<max(3, size)).map { _ in UInt8(chance.below(256)) })
        }
        return session.outboxGrew()
    }

    /// Does what concerns the outbox; gives back what concerns the connection.
    func perform(_ action: PublisherSession.Action) -> PublisherSession.Action? {
        switch action {
        case .load(let load): loads.append(load)
        case .settle(let number, let refused): settle(number, refused)
        case .keep(let notice): keeping.append(notice.number)
        case .beginEpoch: mistakes.append("a server that forgot nothing was taken for an older copy")
        case .send, .reconnect: return action
        }
        return nil
    }

    private func settle(_ number: UInt64, _ refused: [RefusedEvent]) {
        if number <= settled { mistakes.append("settled twice") }
        settled = number
        for event in refused {
            let former = self.refused.updateValue(event.refusal.code, forKey: event.sequence)
            if former != nil { mistakes.append("refused twice") }
        }
    }

    func answerLoad(at now: Instant) -> [PublisherSession.Action] {
        guard !loads.isEmpty else { return [] }
        let load = loads.removeFirst()
        let found = events.enumerated().dropFirst(Int(load.after)).prefix(load.limit)
        let outboxEvents = found.map { OutboxEvent(sequence: UInt64($0.offset) + 1, body: $0.element) }
        return session.loaded(outboxEvents, for: load, at: now)
    }

    func keepNotice() -> [PublisherSession.Action] {
        guard !keeping.isEmpty else { return [] }
        let number = keeping.removeFirst()
        notices.append(number)
        return session.kept(noticesThrough: number)
    }
}
