import Correlation
import SafeguardingModel

extension DeskModel {
    /// Returns the first `limit` entries of the access log that reveal nothing hidden from a reader, with alert ids as
    /// on that reader's desk.
    func known(_ entries: [AuditEntry], to reader: Reader, limit: Int) async -> [AuditEntry] {
        guard !reader.restrictions.closed(to: reader.account).isEmpty else { return Array(entries.prefix(limit)) }
        let findings = Set(entries.map(\.alert)).reduce(into: [:]) { $0[$1] = alertIndex[$1]?.finding }
        return await view(for: reader).known(entries, about: findings, to: reader, limit: limit)
    }

    private func known(
        _ entries: [AuditEntry],
        about findings: [String: Finding],
        to reader: Reader,
        limit: Int
    ) -> [AuditEntry] {
        var known: [AuditEntry] = []
        for var entry in entries where known.count < limit {
            if !entry.alert.isEmpty || !entry.shownAs.isEmpty {
                guard let alert = alert(of: entry, findings[entry.alert]), maySee(alert, reader) else { continue }
                entry.alert = alert.id
            }
            if exists(entry, for: reader) { known.append(entry.withoutWords(for: reader.account)) }
        }
        return known
    }

    /// Returns an entry's alert: by its finding in the journal, or where the journal has none, by the id that was
    /// shown.
    private func alert(of entry: AuditEntry, _ finding: Finding?) -> Alert? {
        entry.alert.isEmpty
            ? alertIndex[entry.shownAs] : finding.flatMap { counterpart(of: $0, shownAs: entry.shownAs.nonEmpty) }
    }

    /// Returns whether an entry's child exists for a reader; a former id is nobody's any more.
    private func exists(_ entry: AuditEntry, for reader: Reader) -> Bool {
        guard !entry.child.isEmpty else { return true }
        let records = correlator.records(of: ChildID(rawValue: entry.child))
        return !records.isEmpty && reader.maySee(records)
    }
}

extension AuditEntry {
    /// Returns the entry without another account's search words: they may name a child hidden from this account.
    fileprivate func withoutWords(for account: String) -> AuditEntry {
        guard what == .searched, by != account else { return self }
        var entry = self
        entry.detail = ""
        return entry
    }
}
