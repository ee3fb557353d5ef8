import SafeguardingModel

extension Alert {
    /// Returns the differences in words.
    static func differences(from old: Alert, to finding: Finding, in zone: Zone) -> [String] {
        var words: [String] = []
        let before = old.finding
        if old.isWithdrawn { words.append("it stands again") }
        if finding.severity > before.severity {
            words.append("now \(finding.severity.rawValue), before \(before.severity.rawValue)")
        }
        if finding.severity < before.severity {
            words.append("now only \(finding.severity.rawValue), before \(before.severity.rawValue)")
        }
        if finding.depth > before.depth { words.append("there is more of it than before") }
        if finding.depth < before.depth { words.append("there is less of it than before") }
        if finding.enteredAt != before.enteredAt { words.append("it began \(zone.text(finding.enteredAt))") }
        let (old, new) = (Set(before.evidence), Set(finding.evidence))
        let fresh = finding.evidence.count { !old.contains($0) }
        let gone = before.evidence.count { !new.contains($0) }
        if fresh > 0 { words.append("it rests on \(fresh) more fact\(fresh == 1 ? "" : "s")") }
        // A deeper finding may rest on later facts than before; that is no loss.
        if gone > 0, !finding.isDeeper(than: before) {
            words.append("\(gone) fact\(gone == 1 ? " no longer carries" : "s no longer carry") it")
        }
        if finding.overtakenAt != before.overtakenAt {
            words.append(finding.overtakenAt.map { "overtaken \(zone.text($0))" } ?? "no longer overtaken")
        }
        return words.isEmpty ? ["it says the same"] : words
    }
}
