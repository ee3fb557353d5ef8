import Hummingbird

/// Every address of the desk and what it takes, in one place.
enum RouteTable {
    static let all: [(path: String, methods: [HTTPRequest.Method])] = [
        ("/", [.get, .head]), ("/login", [.get, .head, .post]), ("/logout", [.post]), ("/health", [.get, .head]),
        ("/live", [.get, .head]), ("/assets/:file", [.get, .head]), ("/alerts/:id", [.get, .head]),
        ("/alerts/:id/:verb", [.post]), ("/children/:id", [.get, .head]),
    ]

    /// What an address takes; nil where there is no such address.
    static func methods(for path: String) -> [HTTPRequest.Method]? {
        let parts = path.split(separator: "/")
        return all.first { matches($0.path.split(separator: "/"), parts) }?.methods
    }

    private static func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
        pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
