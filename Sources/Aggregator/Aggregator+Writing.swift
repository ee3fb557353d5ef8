import DaemonKit
import EventFormat
import Journal
import SafeguardingModel

/// The entries that no agency sends: ticks, decisions, configurations.
extension Aggregator {
    /// Writes that time passed.
    func tick() throws(JournalError) {
        let draft = Batch.Draft(kind: .tick, agency: .aggregator, body: [])
        _ = try append(Batch(drafts: [draft]), bodies: [.tick])
    }

    /// Writes a person's decision; returns its position. The same request of the same name is written once.
    func write(
        _ decision: Decision,
        from name: AgencyName,
        request: UInt64
    ) throws(JournalError) -> Position {
        let key = Batch.EventKey(decisionOf: name, request: request)
        let draft = Batch.Draft(kind: .decision, agency: name, body: EntryCodec.bytes(of: decision), name: key)
        return try append(Batch(drafts: [draft]), bodies: [.decision(decision)]).first?.position ?? 0
    }

    /// Writes the site's configuration, unless it is the one already in force; returns whether it did.
    func write(_ configuration: SiteConfiguration) throws(JournalError) -> Bool {
        let body = EntryCodec.bytes(of: configuration)
        guard try journal.lastBody(of: .configuration) != body else { return false }
        let draft = Batch.Draft(kind: .configuration, agency: .aggregator, body: body)
        _ = try append(Batch(drafts: [draft]), bodies: [.configuration(configuration)])
        return true
    }
}

extension AgencyName {
    /// The author of ticks and configurations.
    static let aggregator: AgencyName = "aggregator"
}

extension Batch.EventKey {
    /// Makes a decision's id, so that one asked for twice (its answer was lost on the way) is written once.
    init(decisionOf name: AgencyName, request: UInt64) {
        let (source, id) = ("decision:\(name)", String(request))
        self.init(source: source, id: id, hash: EventDigest.hash(source: source, id: id))
    }
}

extension Batch.Outcome {
    var position: Position {
        switch self {
        case .stored(let position), .duplicate(let position), .conflict(let position): position
        }
    }
}
