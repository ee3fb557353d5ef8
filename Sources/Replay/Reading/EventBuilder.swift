internal import EventFormat
internal import SafeguardingModel
internal import StrictYAML

/// Builds event documents, and reads each back as an agency's adapter would have it read.
struct EventBuilder {
    var warnings: [String] = []

    /// What an event says, before it is one.
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

    /// The event; a fault of the format becomes one of the script, at the line of `node`.
    mutating func document(_ draft: Draft, _ node: YAMLNode) throws(YAMLFault) -> EventDocument {
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

    /// By what a person or a place of the cast is recognised.
    mutating func keys(of figure: JSONObject, in member: String, _ node: YAMLNode) throws(YAMLFault) -> [LinkKey] {
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
