/// The name of a file in the inbox, and of which file's quarantined rows it brings back.
public struct ExportName: Hashable, Sendable {
    public let text: String
    /// The name without the `.rejected.csv` that the quarantine puts behind it: what mappings are matched with.
    public let origin: String

    /// Whether it holds rows that somebody mended, and not a whole export.
    public var isMended: Bool { origin != text }

    public init(_ text: String) {
        self.text = text
        origin = ExportName.origin(of: text)
    }

    /// Where the quarantine says what was wrong with the rows of a mended file: `missing.csv.reasons-2.txt` for
    /// `missing.csv.rejected-2.csv`.
    var reasonsOfMended: String {
        let word = text.dropFirst(origin.count + 1).prefix { $0 != "." }
        return "\(origin).reasons\(word.dropFirst("rejected".count)).txt"
    }

    private static let endings = ["csv", "json", "jsonl"]

    /// `missing.csv.rejected.csv` and `missing.csv.rejected-2.csv` come from `missing.csv`.
    private static func origin(of text: String) -> String {
        guard let dot = text.lastIndex(of: "."), endings.contains(String(text[text.index(after: dot)...])) else {
            return text
        }
        let head = text[..<dot]
        guard let mark = head.lastIndex(of: "."), mark > head.startIndex else { return text }
        let word = head[head.index(after: mark)...]
        let number = word.dropFirst("rejected".count)
        let isNumbered = number.isEmpty || (number.first == "-" && number.dropFirst().allSatisfy(\.isNumber))
        return word.hasPrefix("rejected") && isNumbered ? String(head[..<mark]) : text
    }

    /// Files that are not exports, or not yet: hidden ones, and what programs call a file that they still write.
    public var isIgnored: Bool {
        let unfinished = [".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", "~"]
        return text.hasPrefix(".") || text.hasPrefix("~$") || unfinished.contains { text.lowercased().hasSuffix($0) }
    }
}
