import Replay
import SafeguardingModel

/// One target for several scripts in succession, so that they end in one journal and on one desk.
final class SharedTarget: ScriptTarget {
    private let target: DaemonTarget
    private let all: SiteConfiguration
    private var isSet = false
    /// The subjects of the scripts before: time goes on for them too, and their alerts are not the next script's.
    private var earlier: Set<Subject> = []
    private let progress: (String) -> Void

    /// - Parameter all: the configuration with the agencies of every script.
    init(_ target: DaemonTarget, all: SiteConfiguration, progress: @escaping (String) -> Void) {
        self.target = target
        self.all = all
        self.progress = progress
    }

    func configure(_ configuration: SiteConfiguration, at instant: Instant) async throws {
        if isSet { return try await target.advance(to: instant) }
        isSet = true
        try await target.configure(all, at: instant)
    }

    func advance(to instant: Instant) async throws {
        try await target.advance(to: instant)
    }

    func deliver(_ delivery: Delivery) async throws {
        progress("\(Zone.london.text(delivery.at))  \(delivery.agency) tells \(delivery.document.event.kind.rawValue)")
        try await target.deliver(delivery)
    }

    func decide(_ decision: Decision, at instant: Instant) async throws -> Position {
        try await target.decide(decision, at: instant)
    }

    /// Returns the alerts of the script that has just been played.
    func finish() async throws -> [Alert] {
        let alerts = try await target.finish()
        defer { earlier.formUnion(alerts.map(\.finding.subject)) }
        return alerts.filter { !earlier.contains($0.finding.subject) }
    }
}
