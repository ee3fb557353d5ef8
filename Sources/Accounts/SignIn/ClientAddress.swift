import DaemonKit
import Glibc

/// The address that a request comes from, in numbers.
package enum ClientAddress {
    /// Returns the address in what a proxy wrote, with or without a port; nil where it is none.
    package static func parsed(_ text: some StringProtocol) -> String? {
        let text = String(text).trimmed
        let candidates = [text, inBrackets(text), withoutPort(text)].compactMap { $0 }
        return candidates.first { bytes(AF_INET, $0, 4) != nil || bytes(AF_INET6, $0, 16) != nil }
    }

    /// Returns the part of an address that is counted: in IPv6 the first 64 bits, since a client has all addresses
    /// behind them.
    static func network(of address: String) -> String {
        guard let bytes = bytes(AF_INET6, address, 16) else { return address }
        let isOldAddress = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        if isOldAddress { return bytes.suffix(4).map { "\($0)" }.joined(separator: ".") }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }

    /// Reads `[2001:db8::1]:443`.
    private static func inBrackets(_ text: String) -> String? {
        guard text.hasPrefix("["), let end = text.firstIndex(of: "]") else { return nil }
        return String(text[text.index(after: text.startIndex)..<end])
    }

    /// Reads `192.0.2.1:49152`.
    private static func withoutPort(_ text: String) -> String? {
        text.split(separator: ":", omittingEmptySubsequences: false).count == 2
            ? String(text.prefix { $0 != ":" }) : nil
    }

    private static func bytes(_ family: Int32, _ text: String, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return text.utf8.count < 64 && inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
