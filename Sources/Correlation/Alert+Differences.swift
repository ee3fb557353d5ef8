import SafeguardingModel

extension Alert {
    /// Returns the differences in words.
    static func differences(from old: Alert, to finding: Finding, in zone: Zone) -> [String] {
        var words: [String] = []
        let before = old.finding
        if old.isWithdrawn { words.append("raised again") }
        if finding.severity > before.severity {
            words.append("raised from \(before.severity.rawValue) to \(finding.severity.rawValue)")
        }
        if finding.severity < before.severity {
            words.append("lowered from \(before.severity.rawValue) to \(finding.severity.rawValue)")
        }
        let (old, new) = (Set(before.evidence), Set(finding.evidence))
        let added = finding.evidence.count { !old.contains($0) }
        let gone = before.evidence.count { !new.contains($0) }
        if added > 0 { words.append("\(added) more fact\(added == 1 ? "" : "s")") }
        // A deeper finding may rest on later facts than before; that is no loss.
        if gone > 0, !finding.isDeeper(than: before) {
            words.append("\(gone) fact\(gone == 1 ? " no longer counts" : "s no longer count")")
        }
        if added == 0, finding.depth > before.depth { words.append("more than before") }
        if gone == 0, finding.depth < before.depth { words.append("less than before") }
        if finding.enteredAt != before.enteredAt { words.append("now counted from \(zone.text(finding.enteredAt))") }
        if finding.overtakenAt != before.overtakenAt {
            words.append(finding.overtakenAt.map { "overtaken \(zone.text($0))" } ?? "no longer overtaken")
        }
        return words.isEmpty ? ["no change in substance"] : words
    }
}
