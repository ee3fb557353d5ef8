import Foundation
import Glibc

/// The words of every record in one row of bytes, so that a search reads memory in order and nothing else.
///
/// A record that says something else is written anew at the end; what it said before is passed over, and swept out once
/// half of the row is such.
struct NameText {
    /// Words, each after a space; a zero at the end, as C wants it.
    private var bytes: [UInt8] = [0]
    /// Where each line begins, and of which record it is, in order.
    private var lines: [(start: Int, record: Int32)] = []
    /// Of each record its line; -1 for none.
    private var lineOf: [Int32] = []
    private var oldBytes = 0

    /// Writes down what a record says now.
    mutating func set(_ texts: [String], of record: Int32) {
        while lineOf.count <= Int(record) { lineOf.append(-1) }
        if lineOf[Int(record)] >= 0 { oldBytes += range(ofLine: Int(lineOf[Int(record)])).count }
        lineOf[Int(record)] = Int32(lines.count)
        lines.append((end, record))
        bytes.removeLast()
        for word in texts.flatMap({ NameText.words(of: $0) }) { bytes += word }
        bytes.append(0)
        if oldBytes > 1 << 20, oldBytes * 2 > bytes.count { sweep() }
    }

    /// The wanted records in which each of the words begins a word, by number; at most so many.
    func records(with words: String, limit: Int, among isWanted: (Int32) -> Bool = { _ in true }) -> [Int32] {
        let wanted = NameText.words(of: words)
        // The longest is the rarest, as a rule.
        guard let rarest = wanted.max(by: { $0.count < $1.count }) else { return [] }
        return bytes.withUnsafeBytes { text in
            var found: [Int32] = []
            var place = 0
            while found.count < limit, let hit = NameText.place(of: rarest, in: text, from: place) {
                let line = line(at: hit)
                let range = range(ofLine: line)
                place = range.upperBound
                let record = lines[line].record
                guard lineOf[Int(record)] == Int32(line), isWanted(record) else { continue }
                let said = UnsafeRawBufferPointer(rebasing: text[range])
                if wanted.allSatisfy({ NameText.isThere($0, in: said) }) { found.append(record) }
            }
            return found
        }
    }

    /// Each word with the space before it, the same whatever its case and accents.
    private static func words(of text: String) -> [[UInt8]] {
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        let folded =
            isPlain ? text.lowercased() : text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
        return folded.split(whereSeparator: \.isWhitespace).map { [0x20] + $0.utf8.filter { $0 != 0 } }
    }

    private func range(ofLine line: Int) -> Range<Int> {
        lines[line].start..<(line + 1 < lines.count ? lines[line + 1].start : end)
    }

    private var end: Int { bytes.count - 1 }

    /// The line that holds a place.
    private func line(at place: Int) -> Int {
        var (low, high) = (0, lines.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle].start <= place { low = middle } else { high = middle }
        }
        return low
    }

    private static func place(of word: [UInt8], in text: UnsafeRawBufferPointer, from place: Int) -> Int? {
        guard place < text.count, let base = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
        let hit = (word + [0]).withUnsafeBufferPointer { word in
            word.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { strstr(base + place, $0) } }
        }
        return hit.map { UnsafePointer($0) - base }
    }

    /// Whether a word stands in one line, which is short.
    private static func isThere(_ word: [UInt8], in line: UnsafeRawBufferPointer) -> Bool {
        guard word.count <= line.count else { return false }
        return (0...(line.count - word.count)).contains { start in
            word.indices.allSatisfy { line[start + $0] == word[$0] }
        }
    }

    private mutating func sweep() {
        var kept = NameText()
        kept.lineOf = lineOf
        for (line, entry) in lines.enumerated() where lineOf[Int(entry.record)] == Int32(line) {
            kept.lineOf[Int(entry.record)] = Int32(kept.lines.count)
            kept.lines.append((kept.end, entry.record))
            kept.bytes.replaceSubrange(kept.end..., with: bytes[range(ofLine: line)] + [0])
        }
        self = kept
    }
}
