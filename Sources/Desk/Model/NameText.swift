import Glibc
import IdentityResolution

/// The folded words of every record in one array of bytes, which a search reads in order.
///
/// A record whose words change is written again at the end; its old line is skipped, and removed once half of the bytes
/// are old.
struct NameText {
    /// The words, each after a space, with a zero at the end, as C requires.
    private var bytes: [UInt8] = [0]
    /// The start of each line and its record, in order.
    private var lines: [(start: Int, record: Int32)] = []
    /// The line of each record; -1 for none.
    private var lineOf: [Int32] = []
    private var oldBytes = 0

    /// A record that was found; the distance is 0 for whole words, 1 for beginnings of words, more for misspelt words.
    struct Hit {
        let record: Int32
        let distance: Int
    }

    /// Sets the folded words of a record.
    mutating func set(_ words: [String], of record: Int32) {
        while lineOf.count <= Int(record) { lineOf.append(-1) }
        if lineOf[Int(record)] >= 0 { oldBytes += range(ofLine: Int(lineOf[Int(record)])).count }
        lineOf[Int(record)] = Int32(lines.count)
        lines.append((end, record))
        bytes.removeLast()
        var seen: Set<String> = []
        for word in words where seen.insert(word).inserted { bytes += NameText.bytes(of: word) }
        bytes.append(0)
        if oldBytes > 1 << 20, oldBytes * 2 > bytes.count { sweep() }
    }

    /// Returns the wanted records in which each of the words begins a word, at most `limit`.
    func records(with words: [String], limit: Int, among isWanted: (Int32) -> Bool = { _ in true }) -> [Hit] {
        let wanted = words.map(NameText.bytes)
        // The longest word is usually the rarest.
        guard let rarest = wanted.max(by: { $0.count < $1.count }) else { return [] }
        return bytes.withUnsafeBytes { text in
            var found: [Hit] = []
            var place = 0
            while found.count < limit, let hit = NameText.place(of: rarest, in: text, from: place) {
                let line = line(at: hit)
                let range = range(ofLine: line)
                place = range.upperBound
                let record = lines[line].record
                guard lineOf[Int(record)] == Int32(line), isWanted(record) else { continue }
                let said = UnsafeRawBufferPointer(rebasing: text[range])
                guard wanted.allSatisfy({ NameText.isThere($0, in: said) }) else { continue }
                found.append(
                    Hit(record: record, distance: wanted.allSatisfy { NameText.isWhole($0, in: said) } ? 0 : 1)
                )
            }
            return found
        }
    }

    /// Returns the wanted records in which, for one of these forms, each word begins a word or has one slip; at most
    /// `limit`, the closest first.
    func misspelt(_ ways: [[String]], limit: Int, among isWanted: (Int32) -> Bool) -> [Hit] {
        let ways = ways.map { $0.map { Array($0.utf8) } }.filter { !$0.isEmpty }
        return bytes.withUnsafeBytes { text in
            var found: [Hit] = []
            for (line, entry) in lines.enumerated() where lineOf[Int(entry.record)] == Int32(line) {
                let said = text[range(ofLine: line)].split(separator: 0x20).map(NameText.bytes)
                guard let distance = ways.compactMap({ NameText.distance($0, said) }).min(), isWanted(entry.record)
                else { continue }
                found.append(Hit(record: entry.record, distance: distance))
            }
            return Array(found.sorted { ($0.distance, $0.record) < ($1.distance, $1.record) }.prefix(limit))
        }
    }

    /// Returns the distance of the words from a record's words, in thousandths of likeness lost; nil where a word is
    /// missing.
    private static func distance(_ wanted: [[UInt8]], _ said: [UnsafeBufferPointer<UInt8>]) -> Int? {
        var distance = 2
        for word in wanted {
            guard let own = word.withUnsafeBufferPointer({ word in said.compactMap { self.distance(word, $0) }.min() })
            else { return nil }
            distance += own
        }
        return distance
    }

    /// Returns the distance of two words; only words of letters can be misspelt, since numbers are right or wrong.
    private static func distance(_ word: UnsafeBufferPointer<UInt8>, _ said: UnsafeBufferPointer<UInt8>) -> Int? {
        if said.starts(with: word) { return 0 }
        guard abs(word.count - said.count) <= 1, !word.contains(where: isDigit), !said.contains(where: isDigit)
        else { return nil }
        return Folding.likenessOfSlip(word, said).map { 1_000 - $0 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func bytes(_ slice: Slice<UnsafeRawBufferPointer>) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: slice).assumingMemoryBound(to: UInt8.self)
    }

    /// Returns a word with the space before it.
    private static func bytes(of word: String) -> [UInt8] { [0x20] + word.utf8.filter { $0 != 0 } }

    private func range(ofLine line: Int) -> Range<Int> {
        lines[line].start..<(line + 1 < lines.count ? lines[line + 1].start : end)
    }

    private var end: Int { bytes.count - 1 }

    /// Returns the line at a place in the bytes.
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

    /// Returns whether a word begins in one line, which is short.
    private static func isThere(_ word: [UInt8], in line: UnsafeRawBufferPointer) -> Bool {
        guard word.count <= line.count else { return false }
        return (0...(line.count - word.count)).contains { start in
            word.indices.allSatisfy { line[start + $0] == word[$0] }
        }
    }

    /// Returns whether a whole word is in one line.
    private static func isWhole(_ word: [UInt8], in line: UnsafeRawBufferPointer) -> Bool {
        isThere(word + [0x20], in: line) || line.suffix(word.count).elementsEqual(word)
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
