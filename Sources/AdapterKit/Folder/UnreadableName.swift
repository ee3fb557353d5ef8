import DaemonKit
import Logging
import SafeguardingModel

/// An entry of the inbox whose name is not UTF-8, so that it cannot be opened by name.
struct UnreadableName: Hashable {
    /// The name: printable ASCII but `%` unchanged, every other byte as `%E9`.
    let text: String

    init(_ bytes: [UInt8]) {
        text = bytes.map { byte in
            (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "%")
                ? String(Unicode.Scalar(byte)) : "%\(Hex.text([byte]).uppercased())"
        }.joined()
    }

    static let reason =
        "The file's name is not text in UTF-8, so the file cannot be opened by it. Rename it, with plain letters and digits; "
        + "bytes that are no such letters are shown here as % and two digits."
}

extension FolderSource {
    /// Names each of these entries in the quarantine and in the log, once for as long as it is in the inbox.
    ///
    /// Returns their number.
    func reportUnreadableNames() async throws -> Int {
        let known = try await outbox.files(refusedBecause: UnreadableName.reason)
        guard let names = try? Files.namesNotInUTF8(in: settings.inbox) else { return known.count }
        let exports = Set(names.map { UnreadableName($0).text }).filter { !ExportName($0).isIgnored }
        for name in known where !exports.contains(name) {
            try? quarantine.withdrawRefusal(name)
            try await outbox.forgetFile(name)
        }
        for name in exports.sorted() where try await outbox.file(name) == nil { try await reportUnreadable(name) }
        return exports.count
    }

    private func reportUnreadable(_ name: String) async throws {
        nameInQuarantine(name, because: UnreadableName.reason)
        var record = KnownFile(name: name, size: 0, modified: clock.now, inode: 0, mapping: "", mappings: "")
        (record.state, record.reason) = (.refused, UnreadableName.reason)
        try await outbox.finish(record)
        let number = try await outbox.file(name)?.number ?? 0
        logger.record(.warning, "File not read", [.file: number, .state: record.state.rawValue])
    }
}
