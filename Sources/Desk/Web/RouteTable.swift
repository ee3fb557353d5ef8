package import Hummingbird

/// Every address of the desk with its methods.
package enum RouteTable {
    package static let all: [(path: String, methods: [HTTPRequest.Method])] = [
        ("/", [.get, .head]), ("/login", [.get, .head, .post]), ("/login/provider", [.get, .head]),
        ("/login/provider/return", [.get, .head]), ("/logout", [.post]), ("/password", [.get, .head, .post]),
        ("/password/sessions", [.post]),
        ("/health", [.get, .head]),
        ("/live", [.get, .head]), ("/assets/:file", [.get, .head]), ("/alerts/:id", [.get, .head]),
        ("/alerts/:id/:verb", [.post]), ("/children/:id", [.get, .head]), ("/children/:id/open", [.post]),
        ("/children/:id/identity/:verb", [.post]),
        ("/seen", [.post]), ("/handover", [.get, .head]), ("/handover/:verb", [.post]),
        ("/search", [.get, .head, .post]), ("/oversight", [.get, .head]), ("/children/:id/pack", [.get, .head]),
        ("/panel", [.get, .head]), ("/children/:id/chronology.csv", [.get, .head]),
        ("/children/:id/entities.csv", [.get, .head]), ("/children/:id/links.csv", [.get, .head]),
        ("/answers", [.get, .head]), ("/numbers", [.get, .head]), ("/numbers.csv", [.get, .head]),
    ]

    /// Returns the methods of an address; nil where there is no such address.
    static func methods(for path: String) -> [HTTPRequest.Method]? {
        let parts = path.split(separator: "/")
        return all.first { matches($0.path.split(separator: "/"), parts) }?.methods
    }

    private static func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
        pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
