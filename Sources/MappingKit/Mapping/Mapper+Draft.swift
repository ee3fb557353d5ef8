internal import SafeguardingModel

/// An event before it has its bytes.
struct EventDraft {
    var key: String
    var kind: EventKind
    var source: String
    var time: String
    var recorded: String
    /// Whether the row itself says when it was recorded.
    var recordedIsTold: String
    var subject: String
    var data: JSONObject
    var row: Int
    var line: Int

    func event() -> MappedEvent {
        var document: JSONObject = [
            "specversion": "1.0", "id": .string(key), "source": .string(source), "type": .string(kind.type),
            "time": .string(time), "recordedtime": .string(recorded),
        ]
        if !subject.isEmpty { document["subject"] = .string(subject) }
        document["datacontenttype"] = "application/json"
        document["data"] = .object(data)
        return MappedEvent(
            key: key, kind: kind, digest: digest, row: row, line: line, document: document,
            bytes: JSONValue.object(document).bytes)
    }

    private var digest: String {
        var digest = ContentDigest()
        for part in [kind.rawValue, source, time, recordedIsTold, subject] { digest.append(part) }
        digest.append(JSONValue.object(data).bytes)
        return digest.text()
    }
}

extension Mapper {
    func draft(
        _ template: EventTemplate, key: String, subject: String, _ view: RowView
    ) throws(RowView.MemberFault) -> EventDraft {
        let making = Making(dates: mapping.dates, zone: mapping.zone)
        let time = try occurred(template, view)
        let recorded = try recorded(template, view)
        var data = JSONObject()
        let child = try view.object(template.child, making, at: "data.child")
        if !child.isEmpty { data.members.append(JSONObject.Member(name: "child", value: .object(child))) }
        data.members += try view.object(template.data, making, at: "data").members
        if case .day = time { data.members.append(JSONObject.Member(name: "precision", value: "day")) }
        return EventDraft(
            key: key, kind: template.kind, source: source, time: time.text(in: mapping.zone), recorded: recorded.text,
            recordedIsTold: recorded.told, subject: subject, data: data, row: view.row.number, line: view.row.line)
    }

    private func occurred(_ template: EventTemplate, _ view: RowView) throws(RowView.MemberFault) -> Moment {
        let mapping = mapping
        let moment = try view.named("time") { view throws(RowView.Fault) in
            try view.moment(template.time, mapping.dates, in: mapping.zone)
        }
        if let moment { return moment }
        if template.time.mayBeExported { return .day(mapping.zone.day(of: view.exported)) }
        let fault = RowView.Fault(
            code: .missingValue, cell: template.time.column, message: "the event has no time: fill the column")
        throw RowView.MemberFault(fault: fault, path: "time")
    }

    /// When it was written down: as the row says; by its end, where it says a day; when the export was made, where it
    /// says nothing. Never after the export.
    private func recorded(
        _ template: EventTemplate, _ view: RowView
    ) throws(RowView.MemberFault) -> (text: String, told: String) {
        let mapping = mapping
        let moment = try view.named("recordedtime") { view throws(RowView.Fault) in
            try template.recorded.flatMap { value throws(RowView.Fault) in
                try view.moment(value, mapping.dates, in: mapping.zone)
            }
        }
        switch moment {
        case nil: return (mapping.zone.rfc3339(view.exported), "")
        case .instant(let instant)?:
            let text = mapping.zone.rfc3339(instant)
            return (text, text)
        case .day(let day)?:
            let end = mapping.zone.startOfDay(day.advanced(by: 1)) - .seconds(1)
            return (mapping.zone.rfc3339(min(end, view.exported)), day.description)
        }
    }
}
