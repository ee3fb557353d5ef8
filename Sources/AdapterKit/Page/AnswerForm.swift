import Foundation
import Hummingbird

/// The submitted form of the page.
struct AnswerForm: Sendable {
    static let longest = 4_000
    static let longestOwner = 200

    var token = ""
    var question = ""
    var words = ""
    var owner = ""

    /// Reads a form; nil where it is not one: another type, a field twice, or bytes that are not text.
    init?(_ body: ByteBuffer, type: String?) {
        guard type?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true,
            let text = String(validating: body.readableBytesView, as: UTF8.self),
            let fields = AnswerForm.fields(text)
        else { return nil }
        token = fields["token"] ?? ""
        question = fields["question"] ?? ""
        words = AnswerForm.cleaned(fields["words"] ?? "")
        owner = AnswerForm.cleaned(fields["owner"] ?? "")
    }

    /// The sentence that says what is wrong with the form, for whoever filled it in.
    var fault: String? {
        if words.isEmpty { return "Write your answer; it was empty." }
        if words.count > AnswerForm.longest { return "At most \(AnswerForm.longest) characters, please." }
        if owner.count > AnswerForm.longestOwner {
            return "At most \(AnswerForm.longestOwner) characters for who can be asked further, please."
        }
        return nil
    }

    private static func fields(_ text: String) -> [String: String]? {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : ""),
                fields.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        return fields
    }

    private static func decoded(_ text: Substring) -> String? {
        text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: " ").removingPercentEncoding
    }

    /// Returns the text without control characters, and with its edges trimmed.
    private static func cleaned(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\r" {
            if scalar.properties.generalCategory != .control || scalar == "\n" || scalar == "\t" { kept.append(scalar) }
        }
        let text = String(kept)
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? start
        return String(text[start..<end])
    }
}
