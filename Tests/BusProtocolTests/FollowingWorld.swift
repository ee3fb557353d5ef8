import BusProtocol
import SafeguardingModel

/// Followers, a journal, and bad wires between them, stepped by one seed.
final class FollowingWorld {
    /// A follower whose notes survive it.
    final class Desk {
        let name: AgencyName
        fileprivate(set) var notes: [StoredEntry] = []
        fileprivate(set) var wanted: [UInt64] = []
        fileprivate(set) var answered: Set<UInt64> = []
        fileprivate(set) var liveAt: Position = 0
        fileprivate(set) var mostWaiting = 0
        fileprivate var session = FollowerSession(after: 0, settings: settings)
        fileprivate var waiting: [StoredEntry] = []
        fileprivate var wire: Int?

        init(name: AgencyName) { self.name = name }

        static var settings: FollowerSettings {
            var settings = FollowerSettings()
            settings.window = 10
            return settings
        }

        fileprivate func crash() {
            session = FollowerSession(after: Position(notes.count), settings: Self.settings)
            (waiting, wire) = ([], nil)
            for request in wanted where !answered.contains(request) { _ = session.decide(request, json: []) }
        }
    }

    private struct Wire {
        let desk: Int
        var toFeed: [[[UInt8]]] = []
        var toDesk: [[[UInt8]]] = []
        var isCut = false
    }

    let desks = [Desk(name: "sample-desk"), Desk(name: "sample-tool")]
    private(set) var journal: [StoredEntry] = []
    private(set) var taken: [UInt64: Position] = [:]
    private var chance: SeededGenerator
    private var now = Instant(seconds: 1_000_000)
    private var room = FollowerSessions(end: 0, limits: limits)
    private var wires: [Wire] = []
    private var reads: [(connection: ConnectionID, after: Position, limit: Int)] = []
    private var deciding: [FollowerSessions.DecisionID] = []
    private var isCalm = false

    private let directory = AgencyDirectory([
        .init(name: "sample-desk", role: .desk, sector: .socialCare, keys: [[1]]),
        .init(name: "sample-tool", role: .operator, sector: .socialCare, keys: [[2]]),
    ])

    static var limits: FeedLimits {
        var limits = FeedLimits()
        limits.entriesAhead = 8
        limits.entriesPerRead = 4
        limits.entriesPerMessage = 3
        limits.decisionsUnderWay = 3
        return limits
    }

    init(seed: UInt64) { chance = SeededGenerator(seed: seed) }

    func run(steps: Int) {
        for _ in 0..<steps { step() }
        isCalm = true
        for round in 0..<3000 where !isSettled {
            for index in desks.indices where desks[index].wire == nil { connect(index) }
            for kind in 0..<Self.kindsOfWork { desks.indices.forEach { work(kind, by: $0) } }
            passTime(round % 8 == 0 ? 1000 : 10)
        }
    }

    var isSettled: Bool {
        desks.allSatisfy {
            $0.notes.count == journal.count && $0.answered.count == $0.wanted.count
                && $0.liveAt == Position(journal.count)
        }
    }

    private func step() {
        let index = chance.below(desks.count)
        switch chance.below(100) {
        case 0..<10: for _ in 0...chance.below(4) { append(.event) }
        case 10..<12: decide(by: index)
        case 12..<16: passTime(Int64(chance.below(3000)))
        case 16..<18: cut(index, unnoticed: chance.happens(millionths: 300_000))
        case 18 where chance.happens(millionths: 500_000): crashDesk(index)
        case 19 where chance.happens(millionths: 300_000): crashFeed()
        case 20..<26: connect(index)
        default: work(chance.below(Self.kindsOfWork), by: index)
        }
    }

    private static let kindsOfWork = 10

    private func work(_ kind: Int, by index: Int) {
        switch kind {
        case 0..<3: deliverToFeed()
        case 3..<6: deliverToDesk()
        case 6..<8: answerRead()
        case 8: takeDecision()
        default: consume(index)
        }
    }

    private func append(_ kind: StoredEntry.Kind) {
        let position = Position(journal.count) + 1
        journal.append(StoredEntry(position: position, at: now, kind: kind, body: Array("\(position)".utf8)))
        perform(room.grew(to: position))
    }

    private func passTime(_ milliseconds: Int64) {
        now = now + .milliseconds(milliseconds)
        for index in desks.indices { perform(desks[index].session.tick(at: now), by: index) }
        perform(room.tick(at: now))
    }

    private func decide(by index: Int) {
        let request = UInt64.random(in: .min ... .max, using: &chance)
        desks[index].wanted.append(request)
        perform(desks[index].session.decide(request, json: []), by: index)
    }

    private func consume(_ index: Int) {
        let desk = desks[index]
        guard !desk.waiting.isEmpty else { return }
        let count = 1 + chance.below(desk.waiting.count)
        desk.notes += desk.waiting.prefix(count)
        desk.waiting.removeFirst(count)
        perform(desk.session.consumed(through: Position(desk.notes.count)), by: index)
    }

    private func answerRead() {
        guard !reads.isEmpty else { return }
        let read = reads.remove(at: chance.below(reads.count))
        guard isCalm || !chance.happens(millionths: 30_000) else {
            return perform(room.readFailed(for: read.connection))
        }
        let entries = Array(journal.dropFirst(Int(read.after.number)).prefix(read.limit))
        perform(room.read(entries, after: read.after, for: read.connection))
        perform(room.flushed(read.connection))
    }

    /// The journal itself knows which decisions it has.
    private func takeDecision() {
        guard !deciding.isEmpty else { return }
        let id = deciding.removeFirst()
        if taken[id.request] == nil {
            append(.decision)
            taken[id.request] = Position(journal.count)
        }
        perform(room.decided(id, .success(taken[id.request] ?? 0)))
    }

    // MARK: Wires

    private func connect(_ index: Int) {
        guard desks[index].wire == nil else { return }
        wires.append(Wire(desk: index))
        desks[index].wire = wires.count - 1
        perform(desks[index].session.connected(at: now), by: index)
    }

    private func cut(_ index: Int, unnoticed: Bool = false) {
        guard let wire = desks[index].wire else { return }
        wires[wire].isCut = true
        wires[wire].toFeed.removeLast(chance.below(wires[wire].toFeed.count + 1))
        wires[wire].toDesk.removeLast(chance.below(wires[wire].toDesk.count + 1))
        if unnoticed {
            wires.append(Wire(desk: index))
            desks[index].wire = wires.count - 1
        } else {
            desks[index].wire = nil
            desks[index].session.disconnected()
        }
    }

    private func crashDesk(_ index: Int) {
        cut(index)
        for wire in wires.indices where wires[wire].desk == index {
            wires[wire].toDesk = []
            wires[wire].isCut = true
        }
        desks[index].crash()
    }

    private func crashFeed() {
        room = FollowerSessions(end: Position(journal.count), limits: Self.limits)
        (reads, deciding) = ([], [])
        for index in desks.indices { cut(index, unnoticed: chance.happens(millionths: 500_000)) }
        for wire in wires.indices { wires[wire].toFeed = [] }
    }

    private func deliverToFeed() {
        guard let wire = wires.indices.filter({ !wires[$0].toFeed.isEmpty }).randomElement(using: &chance) else {
            return
        }
        let frames = wires[wire].toFeed.removeFirst()
        let standing = directory.standing(of: desks[wires[wire].desk].name.rawValue)
        perform(room.receive(frames, from: UInt64(wire).frame, sender: standing, at: now))
    }

    private func deliverToDesk() {
        guard let wire = wires.indices.filter({ !wires[$0].toDesk.isEmpty }).randomElement(using: &chance) else {
            return
        }
        let isRepeated = !isCalm && chance.happens(millionths: 30_000)
        let frames = isRepeated ? wires[wire].toDesk[0] : wires[wire].toDesk.removeFirst()
        guard let message = try? FeedMessage(frames: frames) else { preconditionFailure("unreadable \(frames)") }
        let index = wires[wire].desk
        perform(desks[index].session.receive(message, at: now), by: index)
    }

    private func perform(_ actions: [FollowerSession.Action], by index: Int) {
        for action in actions {
            switch action {
            case .send(let message): if let wire = desks[index].wire { wires[wire].toFeed.append(message.frames) }
            case .deliver(let entries):
                desks[index].waiting += entries
                desks[index].mostWaiting = max(desks[index].mostWaiting, desks[index].waiting.count)
            case .live(let position): desks[index].liveAt = position
            case .decided(let request, .success): desks[index].answered.insert(request)
            case .decided(let request, .failure): perform(desks[index].session.decide(request, json: []), by: index)
            case .reconnect: cut(index)
            }
        }
    }

    private func perform(_ actions: [FollowerSessions.Action]) {
        for action in actions {
            switch action {
            case .send(let message, let connection):
                let wire = Int(connection.reduce(0) { $0 << 8 | UInt64($1) })
                if !wires[wire].isCut { wires[wire].toDesk.append(message.frames) }
            case .read(let connection, let position, let limit): reads.append((connection, position, limit))
            case .decide(let id, _): deciding.append(id)
            }
        }
    }
}
