internal import EventFormat
internal import SafeguardingModel

/// The bytes of one JSON value of an export.
struct JSONElement: Sendable {
    var bytes: [UInt8] = []
    let line: Int
    var isTooLong = false

    init(line: Int) {
        self.line = line
    }

    mutating func append(_ byte: UInt8, limit: Int) {
        if bytes.count < limit { bytes.append(byte) } else { isTooLong = true }
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}

extension RowItem {
    /// Makes a row of the object, or a rejection.
    init(json element: JSONElement, number: Int) {
        func rejection(_ code: RowError.Code, _ message: String) -> RowItem {
            .rejected(RowError(row: number, line: element.line, code: code, message: message, raw: element.bytes))
        }
        if element.isTooLong {
            self = rejection(.tooLong, "the object is longer than \(element.bytes.count) bytes")
            return
        }
        do {
            guard case .object(let object) = try JSONReader.read(element.bytes) else {
                self = rejection(.notAnObject, "expected an object {...} with the fields of one record")
                return
            }
            self = .row(Row(number: number, line: element.line, raw: element.bytes, content: .object(object)))
        } catch {
            self = rejection(.notJSON, "not JSON (\(error.code.rawValue)): look for a missing quote, comma or bracket")
        }
    }
}
