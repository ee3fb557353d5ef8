/// A splitter of a JSON document into the elements of its array, byte by byte.
///
/// A document that is one object counts as its only element.
struct JSONElements: Sendable {
    private enum State: Sendable { case start, between, inside, afterwards }

    private let limit: Int
    private var state = State.start
    private var isArray = false
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var element = JSONElement(line: 1)
    private var line = 1
    private var markBytes = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes one byte, and returns the element that it completes.
    mutating func take(_ byte: UInt8) throws(ExportError) -> JSONElement? {
        defer { if byte == UInt8(ascii: "\n") { line += 1 } }
        switch state {
        case .start: return try takeAtStart(byte)
        case .between: return try takeBetween(byte)
        case .inside: return takeInside(byte)
        case .afterwards:
            guard JSONElement.isBlank(byte) else { throw JSONElements.fault("text follows behind the end", line) }
            return nil
        }
    }

    mutating func finish() throws(ExportError) {
        switch state {
        case .start: throw ExportError(.empty, "the file is empty; expected an array of objects, or one object")
        case .afterwards: return
        case .between, .inside: throw JSONElements.fault("the file ends before its array does: was it cut off?", line)
        }
    }

    private static func fault(_ message: String, _ line: Int) -> ExportError {
        ExportError(.notJSON, "line \(line): \(message)")
    }
}

// MARK: Where in the document

extension JSONElements {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private mutating func takeAtStart(_ byte: UInt8) throws(ExportError) -> JSONElement? {
        if JSONElement.isBlank(byte) { return nil }
        if markBytes < 3, byte == JSONElements.mark[markBytes] {
            markBytes += 1
            return nil
        }
        switch byte {
        case UInt8(ascii: "["):
            isArray = true
            state = .between
            return nil
        case UInt8(ascii: "{"): return begin(byte)
        default: throw JSONElements.fault("expected '[' or '{': is this a JSON file in UTF-8?", line)
        }
    }

    private mutating func takeBetween(_ byte: UInt8) throws(ExportError) -> JSONElement? {
        if JSONElement.isBlank(byte) || byte == UInt8(ascii: ",") { return nil }
        if byte == UInt8(ascii: "]") {
            state = .afterwards
            return nil
        }
        return begin(byte)
    }

    private mutating func begin(_ byte: UInt8) -> JSONElement? {
        element = JSONElement(line: line)
        depth = 0
        isInString = false
        state = .inside
        return takeInside(byte)
    }

    private mutating func takeInside(_ byte: UInt8) -> JSONElement? {
        if depth == 0, !isInString, isArray, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") {
            state = byte == UInt8(ascii: ",") ? .between : .afterwards
            return element
        }
        element.append(byte, limit: limit)
        count(byte)
        guard depth == 0, !isInString, !isArray else { return nil }
        state = .afterwards
        return element
    }

    private mutating func count(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if isInString {
            if byte == UInt8(ascii: "\\") { isEscaped = true }
            if byte == UInt8(ascii: "\"") { isInString = false }
        } else {
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            // A bracket that closes nothing spoils its own element and none after it.
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth = max(0, depth - 1)
            default: break
            }
        }
    }
}
