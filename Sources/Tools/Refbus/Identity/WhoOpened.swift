import DaemonKit
import Desk
import SafeguardingModel

/// The people who, by the desk's access log, had opened alerts that a decision withdrew: they saw a wrong link.
struct WhoOpened {
    private let found: AuditVerification

    /// Reads the log; nil where no alert was withdrawn or there is no log.
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

    /// Returns one row for each person and alert, in order of name and alert.
    private func rows(_ zone: Zone) -> [[String]] {
        Dictionary(grouping: found.looks) { [$0.by, $0.alert] }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map
        {
            // The log has a line for each child of an alert, all with one time.
            let times = Set($0.value.map(\.at)).sorted()
            return $0.key + [times.first, times.last].map { $0.map(zone.text) ?? "" } + ["\(times.count)"]
        }
    }
}
