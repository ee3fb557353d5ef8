import DaemonKit
import Hummingbird

/// Comma-separated values in which spreadsheets see no formula (OWASP, CSV injection).
package enum CSV {
    package static func text(_ lines: [[String]]) -> String {
        // The byte order mark makes spreadsheets read UTF-8.
        "\u{FEFF}" + lines.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ text: String) -> String {
        let text = HarmlessText.shown(text)
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n|%".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        return "\"\(safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }

    static func response(_ text: String, name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name).csv\"",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
