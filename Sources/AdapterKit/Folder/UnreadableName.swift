import DaemonKit
import Logging
import SafeguardingModel

/// An entry of the inbox whose name is not UTF-8, so that it cannot be opened by name.
struct UnreadableName: Hashable {
    /// The name: printable ASCII but `%` unchanged, every other byte as `%E9`.
    let text: String

    init(_ bytes: [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        let escaped = bytes.flatMap { byte in
            (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "%")
                ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        text = String(decoding: escaped, as: UTF8.self)
    }

    static let reason =
        "The file's name is not text in UTF-8, so the file cannot be opened by it. Rename it, with plain letters and digits; "
        + "bytes that are no such letters are shown here as % and two digits."
}

extension FolderSource {
    /// Names each of these entries in the quarantine and in the log, once.
    ///
    /// Returns their number.
    func tellUnreadableNames() async throws -> Int {
        let names = ((try? Files.namesNotInUTF8(in: settings.inbox)) ?? []).map(UnreadableName.init)
        let exports = names.filter { !ExportName($0.text).isIgnored }
        for name in exports {
            guard try await outbox.file(name.text) == nil else { continue }
            nameInQuarantine(name.text, because: UnreadableName.reason)
            var record = KnownFile(name: name.text, size: 0, modified: clock.now, inode: 0, mapping: "", mappings: "")
            (record.state, record.reason) = (.refused, UnreadableName.reason)
            try await outbox.finish(record)
            let number = try await outbox.file(name.text)?.number ?? 0
            logger.record(.warning, "File not read", [.file: number, .state: record.state.rawValue])
        }
        return exports.count
    }
}
