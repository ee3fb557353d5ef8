import Correlation
import SafeguardingModel

extension DeskModel {
    /// An alert as this reader may read it, explained by what is now known: which may be more than when it last changed.
    func explained(_ alert: Alert, for reader: Reader) -> Alert {
        let closed = closedRecords(to: reader)
        return (correlator.alert(alert.id, withholding: closed) ?? alert).withoutNames(of: closed)
    }
}

extension Alert {
    /// Without the sentences of its history that name one of these records.
    fileprivate func withoutNames(of records: Set<RecordKey>) -> Alert {
        guard !records.isEmpty else { return self }
        let names = records.map(\.description)
        var alert = self
        for index in alert.revisions.indices { alert.revisions[index].sentence.hide(names) }
        alert.withdrawal?.sentence.hide(names)
        return alert
    }
}

extension String {
    fileprivate mutating func hide(_ names: [String]) {
        if names.contains(where: contains) { self = "What is known of who is who changed." }
    }
}
