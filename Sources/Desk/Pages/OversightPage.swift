import SafeguardingModel

/// The latest lines of the access log.
struct OversightPage: Sendable {
    struct Row: Sendable {
        let time: TimeText
        let by: String
        let what: String
        let href: String?
        let about: String?
        let detail: String?
        let isOpening: Bool
    }

    let frame: PageFrame
    let rows: [Row]
    let hasRows: Bool
    let isOnly: Bool

    init(_ entries: [AuditEntry], only: Bool, frame: PageFrame, times: Times) {
        self.frame = frame
        isOnly = only
        rows = entries.map { entry in
            Row(
                time: times.text(entry.at),
                by: entry.by,
                what: DeskWords.audit(entry.what),
                href: entry.alert.nonEmpty.map(Address.alert)
                    ?? entry.child.nonEmpty.map { Address.child(ChildID(rawValue: $0)) },
                about: entry.alert.nonEmpty ?? (entry.child.isEmpty ? nil : "Child's file"),
                detail: entry.detail.nonEmpty,
                isOpening: entry.what == .opened
            )
        }
        hasRows = !rows.isEmpty
    }
}
