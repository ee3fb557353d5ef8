import Foundation
import SafeguardingModel

/// The addresses of the desk's own pages.
enum Address {
    static let signIn = "/login"

    static func list(_ filter: AlertFilter, offset: Int = 0) -> String {
        let show = filter == .open ? [] : ["show=\(filter.rawValue)"]
        let from = offset == 0 ? [] : ["from=\(offset)"]
        let query = (show + from).joined(separator: "&")
        return query.isEmpty ? "/" : "/?\(query)"
    }

    static func alert(_ id: String) -> String { "/alerts/\(part(id))" }
    static func child(_ id: ChildID) -> String { "/children/\(part(id.rawValue))" }

    /// A value in a query.
    static func value(_ text: String) -> String { part(text) }

    /// One part of a path, whatever stands in it.
    private static func part(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    static func text(ofPart part: String) -> String? { part.removingPercentEncoding }

    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )
}
