internal import SafeguardingModel

/// A moment as the event has it, and as the row states it: `given` is empty where the export's own time is used instead.
struct StampText {
    var text: String
    var given: String
}

/// An event before its bytes are made.
struct EventDraft {
    var key: String
    var kind: EventKind
    var source: String
    var time: StampText
    var recorded: StampText
    var subject: String
    var data: JSONObject
    var row: Int
    var line: Int

    func event() -> MappedEvent {
        var document = head
        // The data is the bulk of an event, so its bytes are made once, for the digest and for the document.
        let content = JSONValue.object(data).bytes
        let bytes = EventDraft.document(head: JSONValue.object(document).bytes, data: content)
        document.members.append(JSONObject.Member(name: "data", value: .object(data)))
        return MappedEvent(
            key: key,
            kind: kind,
            digest: digest(of: content),
            row: row,
            line: line,
            document: document,
            bytes: bytes
        )
    }

    private var head: JSONObject {
        var head = JSONObject()
        head.members.reserveCapacity(9)
        func append(_ name: String, _ text: String) {
            head.members.append(JSONObject.Member(name: name, value: .string(text)))
        }
        append("specversion", "1.0")
        append("id", key)
        append("source", source)
        append("type", kind.type)
        append("time", time.text)
        append("recordedtime", recorded.text)
        if !subject.isEmpty { append("subject", subject) }
        append("datacontenttype", "application/json")
        return head
    }

    /// Returns the head with `data` as its last member.
    private static func document(head: [UInt8], data: [UInt8]) -> [UInt8] {
        let name: StaticString = ",\"data\":"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(head.count + name.utf8CodeUnitCount + data.count)
        bytes += head[..<(head.count - 1)]
        name.withUTF8Buffer { bytes += $0 }
        bytes += data
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private func digest(of content: [UInt8]) -> String {
        var digest = ContentDigest()
        for part in [kind.rawValue, source, time.given, recorded.given, subject] { digest.append(part) }
        digest.append(content)
        return digest.text()
    }
}

extension Mapper {
    /// Returns nil where a field is empty without which the mapping makes no event.
    func draft(
        _ template: EventTemplate,
        key: String,
        subject: String,
        _ view: RowView
    ) throws(RowView.MemberError) -> EventDraft? {
        let making = RowContext(dates: mapping.dates, zone: mapping.zone)
        let fields = try view.object(template.data, making, at: "data")
        for name in template.needs where fields[name] == nil { return nil }
        let (time, isDay) = try occurred(template, view)
        let recorded = try recorded(template, view)
        var data = JSONObject()
        let child = try view.object(template.child, making, at: "data.child")
        if !child.isEmpty { data.members.append(JSONObject.Member(name: "child", value: .object(child))) }
        data.members += fields.members
        if isDay { data.members.append(JSONObject.Member(name: "precision", value: "day")) }
        return EventDraft(
            key: key,
            kind: template.kind,
            source: source,
            time: time,
            recorded: recorded,
            subject: subject,
            data: data,
            row: view.row.number,
            line: view.row.line
        )
    }

    /// Returns when it happened: as the row states it, or the day of the export where the mapping allows that.
    private func occurred(
        _ template: EventTemplate,
        _ view: RowView
    ) throws(RowView.MemberError) -> (StampText, isDay: Bool) {
        switch try moment(template.time, at: "time", view) {
        case .instant(let instant)?:
            let text = mapping.zone.rfc3339(instant)
            return (StampText(text: text, given: text), false)
        case .day(let day)?:
            return (StampText(text: day.description, given: day.description), true)
        case nil:
            guard template.time.mayBeExported else { throw RowView.timeless(template.time) }
            return (StampText(text: mapping.zone.day(of: view.exported).description, given: ""), true)
        }
    }

    /// Returns when it was written down.
    ///
    /// The row's own moment is used; for a day, the end of the day or the export's time, whichever is earlier; without
    /// either, the time at which the export was made.
    private func recorded(_ template: EventTemplate, _ view: RowView) throws(RowView.MemberError) -> StampText {
        let zone = mapping.zone
        switch try template.recorded.flatMap({ value throws(RowView.MemberError) in
            try moment(value, at: "recordedtime", view)
        }) {
        case nil: return StampText(text: zone.rfc3339(view.exported), given: "")
        case .instant(let instant)?:
            let text = zone.rfc3339(instant)
            return StampText(text: text, given: text)
        case .day(let day)?:
            let end = zone.startOfDay(day.advanced(by: 1)) - .seconds(1)
            return StampText(text: zone.rfc3339(min(end, view.exported)), given: day.description)
        }
    }

    private func moment(
        _ value: ValueExpression,
        at path: String,
        _ view: RowView
    ) throws(RowView.MemberError) -> Moment? {
        do throws(RowView.ValueError) {
            return try view.moment(value, mapping.dates, in: mapping.zone)
        } catch {
            throw RowView.MemberError(fault: error, path: path)
        }
    }
}

extension RowView {
    fileprivate static func timeless(_ time: ValueExpression) -> MemberError {
        let fault = ValueError(
            code: .missingValue,
            cell: time.column,
            message: "the event has no time: fill the column"
        )
        return MemberError(fault: fault, path: "time")
    }
}
