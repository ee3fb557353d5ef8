import Foundation
import SafeguardingModel

/// The addresses of the desk's own pages.
enum Address {
    static let signIn = "/login"

    static func list(_ query: AlertQuery, offset: Int = 0) -> String {
        var parts: [String] = []
        if query.state != .open { parts.append("show=\(query.state.rawValue)") }
        if query.whose != .all { parts.append("whose=\(query.whose.rawValue)") }
        if let severity = query.severity { parts.append("severity=\(severity.rawValue)") }
        if !query.rule.isEmpty { parts.append("rule=\(part(query.rule))") }
        if offset > 0 { parts.append("from=\(offset)") }
        return parts.isEmpty ? "/" : "/?\(parts.joined(separator: "&"))"
    }

    static func alert(_ id: String) -> String { "/alerts/\(part(id))" }
    static func child(_ id: ChildID) -> String { "/children/\(part(id.rawValue))" }

    /// Encodes a value in a query.
    static func value(_ text: String) -> String { part(text) }

    /// Encodes one part of a path, whatever is in it.
    private static func part(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    static func text(ofPart part: String) -> String? { part.removingPercentEncoding }

    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
