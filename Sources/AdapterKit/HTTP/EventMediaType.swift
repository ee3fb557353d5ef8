import Hummingbird
import SafeguardingModel

/// The media type that a body declares.
///
/// It is required, because a page in a browser cannot send these types without a preflight request.
enum EventMediaType {
    case json
    case lines

    init?(_ header: String?) {
        let name = header?.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
        switch name {
        case "application/json", "application/cloudevents+json", "application/cloudevents-batch+json": self = .json
        case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-lines": self = .lines
        default: return nil
        }
    }

    static let refusal = Response(
        code: "content-type",
        message:
            "Send events as Content-Type: application/json, application/cloudevents+json, or application/x-ndjson.",
        status: .unsupportedMediaType
    )
}

extension Response {
    init(json: JSONValue, status: HTTPResponse.Status) {
        self.init(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: json.bytes + [UInt8(ascii: "\n")]))
        )
    }

    init(code: String, message: String, status: HTTPResponse.Status) {
        self.init(json: ["code": .string(code), "message": .string(message)], status: status)
    }
}
