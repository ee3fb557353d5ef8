internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

/// A builder of event documents, which reads each back with the event format as an aggregator does.
struct EventBuilder {
    var warnings: [String] = []

    /// The content of an event before it is a document.
    struct Draft {
        var kind: EventKind
        var agency: AgencyName
        var id: String
        /// `2016-01-04`, or a time with its offset.
        var time: String
        var recorded: String
        var subject: String
        var data: JSONObject
    }

    /// Returns the event; a fault of the format becomes one of the script, at the line of `node`.
    mutating func document(_ draft: Draft, _ node: YAMLNode) throws(YAMLError) -> EventDocument {
        let bytes = JSONValue.object(draft.envelope).bytes
        var reader = EventReader()
        do {
            let event = try reader.read(bytes)
            warnings += reader.warnings.map { "\(node.file):\(node.line): \($0.message) (\($0.path))" }
            return EventDocument(agency: draft.agency, bytes: bytes, event: event)
        } catch {
            throw node.fault("\(error.message) (\(error.path))")
        }
    }

    /// Returns the link keys that identify a person or place of the script.
    mutating func keys(of figure: JSONObject, in member: String, _ node: YAMLNode) throws(YAMLError) -> [LinkKey] {
        let data: JSONObject = [member: [.object(figure)], "handling": ["audience": "cse-team"]]
        let draft = Draft(
            kind: .intelligenceRecorded,
            agency: "script",
            id: "1",
            time: "2000-01-01T00:00:00Z",
            recorded: "2000-01-01T00:00:00Z",
            subject: "",
            data: data
        )
        return try document(draft, node).event.links.flatMap(\.keys)
    }
}

extension EventBuilder.Draft {
    fileprivate var envelope: JSONObject {
        var envelope: JSONObject = [
            "specversion": "1.0", "id": .string(id), "source": .string("/\(agency)/script"), "type": .string(kind.type),
            "time": .string(time), "recordedtime": .string(recorded),
        ]
        if !subject.isEmpty { envelope["subject"] = .string(subject) }
        envelope["datacontenttype"] = "application/json"
        envelope["data"] = .object(data)
        return envelope
    }
}
