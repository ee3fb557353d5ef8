/// A piece of a page: literals of the code are kept, and whatever is interpolated into them is escaped.
///
/// ```swift
/// let line: HTML = "<p>\(notice.text)</p>"
/// ```
///
/// A text cannot become markup: a piece is made of literals, and only pieces are interpolated as they are. A text that
/// begins the value of `href`, `action` or `src` must be an address of this site, or a link to nowhere takes its place.
package struct HTML: ExpressibleByStringInterpolation, Hashable, Sendable {
    /// The piece in UTF-8.
    package private(set) var bytes: [UInt8]

    package init(stringLiteral literal: StaticString) {
        bytes = literal.withUTF8Buffer { Array($0) }
    }

    package init(stringInterpolation: Interpolation) {
        bytes = stringInterpolation.bytes
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        package mutating func appendInterpolation(_ text: String) {
            append(HarmlessText.shown(beginsAddress && !text.isOwnAddress ? "#" : text))
        }

        package mutating func appendInterpolation(_ piece: HTML) { bytes += piece.bytes }
        package mutating func appendInterpolation(_ piece: HTML?) { if let piece { bytes += piece.bytes } }
        package mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { bytes += piece.bytes } }
        package mutating func appendInterpolation(_ number: some FixedWidthInteger) { bytes += "\(number)".utf8 }

        /// Writes a piece where a condition holds: `<p\(" hidden", if: isEmpty)>`.
        package mutating func appendInterpolation(_ piece: @autoclosure () -> HTML, if condition: Bool) {
            if condition { bytes += piece().bytes }
        }

        /// Writes a text by bytes: a quotation mark with a combining mark is another character in Swift, and still a
        /// quotation mark to a browser.
        private mutating func append(_ text: String) {
            var rest = text.utf8[...]
            while let index = rest.firstIndex(where: { HTML.entity(of: $0) != nil }) {
                bytes += rest[..<index]
                bytes += (HTML.entity(of: rest[index]) ?? "").utf8
                rest = rest[rest.index(after: index)...]
            }
            bytes += rest
        }

        private var beginsAddress: Bool {
            bytes.last == UInt8(ascii: "\"")
                && ["href=\"", "action=\"", "src=\""].contains { bytes.suffix($0.utf8.count).elementsEqual($0.utf8) }
        }
    }

    private static func entity(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "`"): "&#96;"
        default: nil
        }
    }
}

extension String {
    /// Whether it is an address of this site: `//` begins one of another, and browsers leave out tabs and line breaks
    /// and read `\` as `/`.
    fileprivate var isOwnAddress: Bool {
        guard utf8.first == UInt8(ascii: "/") else { return false }
        guard let second = utf8.dropFirst().first else { return true }
        return !"/\\\t\n\r".utf8.contains(second)
    }
}
