import DaemonKit
import Hummingbird

/// A form's fields as they were sent, read within bounds.
///
/// A missing field is a mistake of the sender, not a fault of the desk.
struct Form: Sendable {
    private let fields: [String: String]
    private static let mostFields = 32

    init(_ request: Request, context: DeskContext) async throws {
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw WebError.unreadable("A form of the desk was expected; nothing was changed.")
        }
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        try self.init(text: String(buffer: body))
    }

    /// Reads `name=value&name=value`.
    init(text: String) throws(WebError) {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Form.decoded(parts[0]), let value = Form.decoded(parts.count > 1 ? parts[1] : ""),
                fields.updateValue(value, forKey: name) == nil, fields.count <= Form.mostFields
            else { throw .unreadable("The form was not understood; nothing was changed.") }
        }
        self.fields = fields
    }

    subscript(name: String) -> String? { fields[name] }

    /// Returns a field that must be filled in.
    func required(_ name: String, called title: String) throws(WebError) -> String {
        guard let value = optional(name) else { throw .missing(title) }
        return value
    }

    /// Returns a field's text, trimmed and with uniform line ends; nil where there is none.
    func optional(_ name: String) -> String? {
        guard let value = fields[name] else { return nil }
        let lines = value.split(omittingEmptySubsequences: false) { $0.isNewline }
        let text = lines.map(Form.withoutControls).joined(separator: "\n")
        return text.trimmed.nonEmpty
    }

    /// Returns a name exactly as it was sent, except blanks at its ends: a control character makes it another name.
    func name(_ name: String, called title: String) throws(WebError) -> String {
        guard let text = fields[name]?.withoutBlanksAround.nonEmpty else { throw .missing(title) }
        return text
    }

    private static let longestNote = 4_000

    /// Returns the text beside a decision, within the bound; with a title it must be filled in.
    func note(called title: String?) throws(WebError) -> String {
        let text =
            try title.map { title throws(WebError) in try required("note", called: title) } ?? optional("note") ?? ""
        guard text.count <= Form.longestNote else { throw Form.tooLong(text) }
        return text
    }

    private static func tooLong(_ text: String) -> WebError {
        WebError(
            status: .contentTooLarge,
            heading: "That is too long",
            sentences: ["A note has at most \(longestNote) characters; nothing was changed."],
            typed: text
        )
    }

    private static func withoutControls(_ line: Substring) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.filter { $0.properties.generalCategory != .control || $0 == "\t" }
            )
        )
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                bytes.append(value)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension StringProtocol {
    /// The text without blanks and tabs at its ends; other characters stay.
    var withoutBlanksAround: String {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        let start = Substring(self).drop(while: isBlank)
        return String(start[..<(start.lastIndex { !isBlank($0) }.map { start.index(after: $0) } ?? start.startIndex)])
    }
}
