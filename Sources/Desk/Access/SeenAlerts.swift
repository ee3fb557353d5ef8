import DaemonKit
import Foundation
import SafeguardingModel
import Synchronization

/// The alerts that each account has looked at, so that the list can mark what is new to it.
///
/// Losing the file loses only the marks.
final class SeenAlerts: Sendable {
    struct Seen: Codable, Hashable, Sendable {
        /// The journal position up to which everything was seen.
        var through: Position = 0
        /// The position up to which each single alert was seen.
        var alerts: [String: Position] = [:]

        /// Returns whether an alert that last changed at this entry is new to the account.
        func isNew(_ alert: String, changedAt position: Position) -> Bool {
            position > max(through, alerts[alert] ?? 0)
        }
    }

    private let file: String
    private let seen: Mutex<[String: Seen]>

    init(file: String) {
        self.file = file
        let known = (try? Files.read(file)).flatMap { try? JSONDecoder().decode([String: Seen].self, from: Data($0)) }
        seen = Mutex(known ?? [:])
    }

    func seen(by account: String) -> Seen { seen.withLock { $0[account] ?? Seen() } }

    func see(_ alert: String, at position: Position, by account: String) {
        change(account) { $0.alerts[alert] = position }
    }

    func seeAll(through position: Position, by account: String) {
        change(account) { $0 = Seen(through: position) }
    }

    private func change(_ account: String, _ body: (inout Seen) -> Void) {
        seen.withLock { seen in
            let before = seen[account] ?? Seen()
            var after = before
            body(&after)
            guard after != before else { return }
            seen[account] = after
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            guard let data = try? encoder.encode(seen) else { return }
            try? Files.write([UInt8](data), to: file)
        }
    }
}
