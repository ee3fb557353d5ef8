import DaemonKit
import Desk
import SafeguardingModel

/// Who had opened alerts that a decision withdrew, by the desk's log: what they saw there rested on a wrong link.
struct WhoOpened {
    private let found: AuditVerification

    /// Nil where there is nothing to ask, or no log.
    init?(_ alerts: [Alert], _ folder: String) throws {
        guard !alerts.isEmpty, Files.isFolder(folder) else { return nil }
        found = try AuditVerification(folder: folder, alerts: Set(alerts.map(\.id)))
    }

    func tell(_ zone: Zone) {
        if !found.isSound { Terminal.say("The desk's log itself does not hold (refbus audit verify); it says:") }
        let rows = rows(zone)
        guard !rows.isEmpty else { return Terminal.say("By the desk's log nobody had opened what is withdrawn.") }
        Terminal.say("Had opened what is withdrawn, by the desk's log, and should be told:")
        Terminal.table(["WHO", "ALERT", "FIRST", "LAST", "TIMES"], rows)
    }

    /// One row a person and alert, in order of name and alert.
    private func rows(_ zone: Zone) -> [[String]] {
        Dictionary(grouping: found.looks) { [$0.by, $0.alert] }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map
        {
            // A look at an alert with several children has a line for each.
            let times = Set($0.value.map(\.at)).sorted()
            return $0.key + [times.first, times.last].map { $0.map(zone.text) ?? "" } + ["\(times.count)"]
        }
    }
}
