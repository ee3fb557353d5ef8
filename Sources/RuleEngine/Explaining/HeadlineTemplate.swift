import SafeguardingModel
import StrictYAML

/// A headline in a rule file: `Return home interview overdue since {due}[ ({outstanding} outstanding)]`.
///
/// A part in brackets is left out where one of its values is not known, and where the headline would be too long.
struct HeadlineTemplate: Sendable {
    /// The greatest length of a headline.
    static let longest = 100

    private struct Part: Sendable {
        /// Texts and placeholders in turn, the first a text.
        var pieces: [String]
        var isOptional: Bool
    }

    private let parts: [Part]

    init(_ text: String) {
        parts = text.split(separator: "[", omittingEmptySubsequences: false).enumerated().flatMap { place, piece in
            guard place > 0 else { return [Part(pieces: Self.pieces(piece), isOptional: false)] }
            let halves = piece.split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.enumerated().map { Part(pieces: Self.pieces($1), isOptional: $0 == 0) }
        }
    }

    /// Reads it, and refuses a placeholder for which the pattern has no value.
    init(_ node: YAMLNode, knowing known: [String]) throws(YAMLError) {
        let text = try node.name()
        guard text.count(where: { $0 == "{" }) == text.count(where: { $0 == "}" }) else {
            throw node.fault("a brace is not closed: a placeholder is written {child}")
        }
        self.init(text)
        for name in placeholders where !known.contains(name) {
            let all = known.map { "{\($0)}" }.joined(separator: ", ")
            throw node.fault("the placeholder {\(name)} is not known here; known are \(all)")
        }
    }

    private var placeholders: [String] {
        parts.flatMap { part in part.pieces.indices.filter { $0 % 2 == 1 }.map { part.pieces[$0] } }
    }

    private static func pieces(_ text: Substring) -> [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).enumerated().flatMap { place, piece in
            place == 0
                ? [String(piece)]
                : piece.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Returns the headline with values; nil where one is missing outside of brackets, or where it is too long even
    /// without the parts in brackets.
    func filled(_ values: [String: String]) -> String? {
        var filled: [(text: String, isOptional: Bool)] = []
        for part in parts {
            if let text = Self.text(part, values) {
                filled.append((text, part.isOptional))
            } else if !part.isOptional {
                return nil
            }
        }
        while true {
            let text = filled.map(\.text).joined()
            if Self.fits(text) { return Wording.capitalised(text) }
            guard let last = filled.lastIndex(where: \.isOptional) else { return nil }
            filled.remove(at: last)
        }
    }

    private static func text(_ part: Part, _ values: [String: String]) -> String? {
        var text = ""
        for (place, piece) in part.pieces.enumerated() {
            if place % 2 == 0 {
                text += piece
            } else if let value = piece == "child" || piece == "shared" ? "{\(piece)}" : values[piece] {
                text += value
            } else {
                return nil
            }
        }
        return text
    }

    /// Whether it is short enough with the plain words for its placeholders.
    static func fits(_ text: String) -> Bool { AlertNames().filled(text).count <= longest }
}

/// The occasions on which a pattern says different things in its headline.
enum HeadlineForm: String, CaseIterable, Sendable {
    case headline
    /// Something awaited is overdue.
    case overdue
    /// It came, and late.
    case late
    /// It is not due yet.
    case early
}

extension Pattern {
    /// Returns the headline in the words of the rule's file, or else in those of the pattern.
    func headlined(_ finding: Finding, _ explained: ExplanationContext) -> String {
        let values = values(finding, explained)
        let short = values.reduce(into: values) { short, value in
            if let other = values["\(value.key) in short"] { short[value.key] = other }
        }
        for template in [explained.wording.templates[form(finding)], plain(finding)].compactMap(\.self) {
            for values in [values, short] {
                if let text = template.filled(values) { return text }
            }
        }
        return explained.rule.title
    }
}
