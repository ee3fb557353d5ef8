public import SafeguardingModel

extension EventSchema {
    /// Returns an AsyncAPI 3.0 document of what an agency may publish, with one message for each kind.
    ///
    /// Frames, acknowledgements and the other directions are in `Docs/protocol.md`: they are not messages of this
    /// format.
    public static func asyncAPI() -> JSONValue {
        [
            "asyncapi": "3.0.0",
            "info": [
                "title": "Referral bus", "version": "1.0.0",
                "description": "Events by which agencies tell what they know of children at risk of exploitation.",
            ],
            "defaultContentType": "application/cloudevents+json",
            "servers": ["aggregator": server],
            "channels": ["events": channel],
            "operations": [
                "publish": [
                    "action": "send", "channel": ["$ref": "#/channels/events"],
                    "summary": "An agency publishes an event; it is acknowledged once it is durable.",
                ]
            ],
            "components": ["messages": .object(messages), "schemas": .object(schemas)],
        ]
    }

    private static let server: JSONValue = [
        "host": "aggregator.example:7400", "protocol": "zeromq+tcp",
        "description": "DEALER to ROUTER under CURVE: the agency is the key.",
    ]

    private static var channel: JSONValue {
        let references = kinds.map { kind in
            let reference: JSONValue = ["$ref": .string("#/components/messages/\(kind.kind.rawValue)")]
            return JSONObject.Member(name: kind.kind.rawValue, value: reference)
        }
        return [
            "address": "events", "servers": [["$ref": "#/servers/aggregator"]],
            "messages": .object(JSONObject(members: references)),
        ]
    }

    private static var messages: JSONObject {
        JSONObject(members: kinds.map { JSONObject.Member(name: $0.kind.rawValue, value: message($0)) })
    }

    private static func message(_ kind: KindSchema) -> JSONValue {
        [
            "name": .string(kind.kind.type), "title": .string(kind.kind.rawValue), "summary": .string(kind.meaning),
            "contentType": "application/cloudevents+json",
            "payload": [
                "allOf": [
                    ["$ref": "#/components/schemas/event"],
                    .object(payload(kind)),
                ]
            ],
        ]
    }

    private static func payload(_ kind: KindSchema) -> JSONObject {
        var payload: JSONObject = [
            "type": "object",
            "properties": [
                "type": ["const": .string(kind.kind.type)],
                "data": ["$ref": .string("#/components/schemas/\(kind.kind.rawValue)")],
            ],
        ]
        if kind.needsChild { payload["required"] = ["subject"] }
        return payload
    }

    private static var schemas: JSONObject {
        let event = JSONObject.Member(name: "event", value: .object(object(envelope, prefix: "#/components/schemas/")))
        return JSONObject(members: [event] + definitions(prefix: "#/components/schemas/"))
    }
}
