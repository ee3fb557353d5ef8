internal import SafeguardingModel

/// One mention of an adult in a fact, prepared for comparing.
struct AdultMention: Sendable {
    /// The index of the link among the fact's links.
    var link: Int
    /// The numbers of its keys; where it has none, the number of the key made from its name.
    var nodes: [Int32]
    /// Whether the adult was only named, without keys.
    var isMereName: Bool
    var given: UInt32 = 0
    var family: UInt32 = 0
    var aliases: [UInt32] = []
    /// The birth date as eight digits, or 0.
    var born: UInt64 = 0
    /// The years in which somebody of the estimated age was born.
    var years: ClosedRange<Int>?
    var homes: [UInt64] = []

    /// Whether nothing is known but keys.
    var isBare: Bool {
        given == NameTable.none && family == NameTable.none && aliases.isEmpty && born == 0 && years == nil
            && homes.isEmpty
    }
}

/// The name in a label, without words that could describe anybody.
struct AdultName {
    private(set) var given = ""
    private(set) var family = ""
    private(set) var nicknames: [String] = []

    /// Reads `unknown male "Kas"`, `John Sample`, `Kas`.
    init(_ label: String, without words: Set<String>) {
        var parts: [String] = []
        for word in label.prefix(200).split(whereSeparator: { $0 == " " || $0 == "," || $0 == "(" || $0 == ")" }) {
            let isQuoted = word.first.map { "\"'“‘".contains($0) } ?? false
            let plain = folded(String(word))
            guard !plain.isEmpty, !words.contains(plain), !plain.utf8.allSatisfy({ (48...57).contains($0) }) else {
                continue
            }
            if isQuoted { nicknames.append(plain) } else { parts.append(plain) }
        }
        given = parts.first ?? ""
        family = parts.count > 1 ? parts.last ?? "" : ""
    }

    var isEmpty: Bool { given.isEmpty && nicknames.isEmpty }
    /// The whole name as one word that can be part of a key.
    var text: String { ([given, family] + nicknames).filter { !$0.isEmpty }.joined(separator: "-") }
}
