import Crypto
public import DaemonKit
import Foundation
import SafeguardingModel

/// A list of breached passwords in the format of Have I Been Pwned, which a site may add: one line each, with the SHA-1
/// in hex, a colon and how often it was seen, ordered by hash.
///
/// It is searched on disk, since it may have forty gigabytes, and no other service is asked.
public struct BreachedFile: Hashable, Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// Returns whether the list has this password.
    ///
    /// Throws where the file cannot be read, or the search finds a line in another format.
    public func contains(_ password: String) throws(FileError) -> Bool {
        let file = try OpenFile(reading: path)
        let size = try file.information().size
        for text in Set([password, password.precomposedStringWithCompatibilityMapping])
        where try find(BreachedFile.hash(of: text), in: file, size: size) { return true }
        return false
    }

    /// Checks that the first line, the last and some thousands between them, each with the one after it, are lines of
    /// such a list and in order; a small file is checked whole.
    public func check() throws(FileError) {
        let file = try OpenFile(reading: path)
        let size = try file.information().size
        guard size > 0 else { throw fault("is empty; \(BreachedFile.expected)") }
        var last = Line(start: -1, end: 0, hash: "")
        var offset: Int64 = 0
        while let line = try line(from: offset, in: file, size: size) {
            guard line.start == last.start || line.hash > last.hash else { throw unsorted(line) }
            last = line
            // The next line, and then a place further on.
            if let next = try self.line(from: line.end, in: file, size: size) {
                guard next.hash > line.hash else { throw unsorted(next) }
                last = next
            }
            offset = max(last.end, offset + size / BreachedFile.looks)
        }
        try checkEnd(of: file, size: size)
    }

    /// Checks the last line, which is cut short where a download broke off.
    private func checkEnd(of file: borrowing OpenFile, size: Int64) throws(FileError) {
        var end = max(0, size - 2 * Int64(BreachedFile.longest))
        var last = ""
        while let line = try line(from: end, in: file, size: size) {
            guard line.hash > last else { throw unsorted(line) }
            (last, end) = (line.hash, line.end)
        }
    }

    private static let looks: Int64 = 4_096
    /// The longest line that such a list can have, in bytes, its end included, with room to spare.
    private static let longest = 80
    private static let expected =
        "expected the list of Have I Been Pwned, ordered by hash: lines of 40 hex digits, a colon and a number"

    private struct Line {
        var start: Int64
        /// The offset at which the next line begins.
        var end: Int64
        /// The hash in capitals.
        var hash: String
    }

    static func hash(of password: String) -> String {
        Hex.text(Insecure.SHA1.hash(data: Array(password.utf8))).uppercased()
    }

    private func find(_ hash: String, in file: borrowing OpenFile, size: Int64) throws(FileError) -> Bool {
        // A line with this hash would begin at `low` or after it, and before `high`.
        var (low, high): (Int64, Int64) = (0, size)
        while low < high {
            let middle = low + (high - low) / 2
            guard let line = try line(from: middle, in: file, size: size), line.start < high else {
                high = middle
                continue
            }
            if line.hash == hash { return true }
            if line.hash < hash { low = line.end } else { high = middle }
        }
        return false
    }

    /// Returns the first line that begins at an offset or after it; nil where none does.
    private func line(from offset: Int64, in file: borrowing OpenFile, size: Int64) throws(FileError) -> Line? {
        var start = offset
        if offset > 0 {
            // One byte earlier: a line begins at the offset only if the byte before it ends one.
            let before = try file.read(at: offset - 1, count: BreachedFile.longest)
            guard let end = before.firstIndex(of: UInt8(ascii: "\n")) else {
                guard offset - 1 + Int64(before.count) >= size else { throw noLine(offset) }
                return nil
            }
            start = offset + Int64(end)
        }
        guard start < size else { return nil }
        let bytes = try file.read(at: start, count: BreachedFile.longest)
        let text = bytes.prefix { $0 != UInt8(ascii: "\n") }
        guard let hash = BreachedFile.hash(inLine: text) else { throw noLine(start) }
        return Line(start: start, end: start + Int64(text.count) + 1, hash: hash)
    }

    private static func hash(inLine bytes: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self).trimmed.uppercased()
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let hash = parts.first, hash.utf8.count == 40, hash.utf8.allSatisfy(isHex) else { return nil }
        return parts.count == 1 || Int(parts[1]) != nil ? String(hash) : nil
    }

    private static func isHex(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (65...70).contains(byte) }

    private func unsorted(_ line: Line) -> FileError {
        fault("is not ordered by hash (look at byte \(line.start)); run: LC_ALL=C sort -u -o \(path) \(path)")
    }

    private func noLine(_ offset: Int64) -> FileError {
        fault("has no such line at byte \(offset); \(BreachedFile.expected)")
    }

    private func fault(_ message: String) -> FileError { FileError(path: path, message: message) }
}
