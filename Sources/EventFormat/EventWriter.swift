public import SafeguardingModel

/// A maker of events: the counterpart of ``EventReader`` for adapters, scripts and tools.
///
///     let document = EventWriter.document(
///         source: "/sample-academy/register", id: "2015-09-12/am/SA-1", kind: .attendanceMarked,
///         time: Occurrence(instant), subject: "SA-1", data: ["child": ["upn": "..."], "code": "N", "session": "am"])
///     let event = try reader.read(document.bytes)  // checks it
public enum EventWriter {
    /// Returns the event as JSON.
    ///
    /// The content is not checked here: reading it back checks it.
    ///
    /// Times are written in `zone`; an occurrence that knows only its day becomes that day, with `precision` in the
    /// data.
    public static func document(
        source: String,
        id: String,
        kind: EventKind,
        time: Occurrence,
        recorded: Instant? = nil,
        subject: String = "",
        data: JSONObject,
        zone: Zone = .london
    ) -> JSONValue {
        var event: JSONObject = [
            "specversion": "1.0", "id": .string(id), "source": .string(source), "type": .string(kind.type),
            "time": .string(text(of: time, zone)),
        ]
        if let recorded { event["recordedtime"] = .string(zone.rfc3339(recorded)) }
        if !subject.isEmpty { event["subject"] = .string(subject) }
        event["datacontenttype"] = "application/json"
        event["data"] = .object(with(precision: time.precision, data))
        return .object(event)
    }

    /// Writes a day by the United Kingdom's calendar, because ``EventReader`` reads it by that calendar.
    private static func text(of time: Occurrence, _ zone: Zone) -> String {
        switch time.precision {
        case .second: zone.rfc3339(time.earliest)
        case .day: Zone.london.day(of: time.earliest).description
        }
    }

    private static func with(precision: Occurrence.Precision, _ data: JSONObject) -> JSONObject {
        var data = data
        data["precision"] = precision == .day ? "day" : nil
        return data
    }
}
