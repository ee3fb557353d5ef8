import Correlation
import SafeguardingModel

extension DeskModel {
    /// The first so many of these entries of the log of who saw what that tell a reader of nothing that does not exist
    /// for them.
    func known(_ entries: [AuditEntry], to reader: Reader, limit: Int) -> [AuditEntry] {
        guard !reader.restrictions.closed(to: reader.account).isEmpty else { return Array(entries.prefix(limit)) }
        return entries.lazy.filter { self.exists($0, for: reader) }.prefix(limit).map { entry in
            entry.withoutWords(for: reader.account)
        }
    }

    /// Whether what an entry is about exists for a reader: a child under a former id is nobody any more.
    private func exists(_ entry: AuditEntry, for reader: Reader) -> Bool {
        if !entry.child.isEmpty {
            let records = correlator.records(of: ChildID(rawValue: entry.child))
            guard !records.isEmpty, reader.maySee(records) else { return false }
        }
        return entry.alert.isEmpty || alert(entry.alert, for: reader) != nil
    }
}

extension AuditEntry {
    /// Without what somebody else looked for: the name of a child who may not exist for this account.
    fileprivate func withoutWords(for account: String) -> AuditEntry {
        guard what == .searched, by != account else { return self }
        var entry = self
        entry.detail = ""
        return entry
    }
}
