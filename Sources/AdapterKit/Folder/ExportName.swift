/// The name of a file in the inbox, and the name of the export whose quarantined rows it brings back.
public struct ExportName: Hashable, Sendable {
    /// The name in the inbox, without the folder.
    public let text: String
    /// The name of the export whose rows the file has: without `.rejected.csv` or `.confirmed.csv` at its end. Patterns
    /// of mappings are matched with it.
    public let origin: String

    /// Whether the file holds rows that somebody mended or confirmed, and not a whole export.
    public var isMended: Bool { origin != text }
    /// Whether a person confirms that each of its rows is about the child whom its record was about before.
    public var isConfirmed: Bool { isMended && text.dropFirst(origin.count).hasPrefix(".confirmed") }

    public init(_ text: String) {
        self.text = text
        origin = ExportName.origin(of: text)
    }

    /// The quarantine's file of reasons for the rows of a mended file: `missing.csv.reasons-2.txt` for
    /// `missing.csv.rejected-2.csv`.
    var reasonsOfMended: String {
        let word = text.dropFirst(origin.count + 1).prefix { $0 != "." }
        return "\(origin).reasons\(word.dropFirst("rejected".count)).txt"
    }

    private static let endings = ["csv", "json", "jsonl"]

    /// Returns `missing.csv` for `missing.csv.rejected.csv`, `missing.csv.rejected-2.csv` and
    /// `missing.csv.confirmed.csv`.
    private static func origin(of text: String) -> String {
        guard let dot = text.lastIndex(of: "."), endings.contains(String(text[text.index(after: dot)...])) else {
            return text
        }
        let head = text[..<dot]
        guard let mark = head.lastIndex(of: "."), mark > head.startIndex else { return text }
        let word = head[head.index(after: mark)...]
        guard let sort = ["rejected", "confirmed"].first(where: word.hasPrefix) else { return text }
        let number = word.dropFirst(sort.count)
        let isNumbered = number.isEmpty || (number.first == "-" && number.dropFirst().allSatisfy(\.isNumber))
        return isNumbered ? String(head[..<mark]) : text
    }

    /// Whether the file is not an export, or not yet: hidden, or named as programs name a file that they are still
    /// writing.
    public var isIgnored: Bool {
        let unfinished = [".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", "~"]
        return text.hasPrefix(".") || text.hasPrefix("~$") || unfinished.contains { text.lowercased().hasSuffix($0) }
    }
}
