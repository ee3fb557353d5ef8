internal import SafeguardingModel

/// An index of the keys by which adults are found for comparison, beside the child that both are named with.
struct AdultBlocks: Sendable {
    private var counts: [UInt64: [Int32: Int32]] = [:]

    mutating func insert(_ node: Int32, _ key: UInt64) { counts[key, default: [:]][node, default: 0] += 1 }

    mutating func remove(_ node: Int32, _ key: UInt64) {
        guard let count = counts[key]?[node] else { return }
        counts[key]?[node] = count > 1 ? count - 1 : nil
        if counts[key]?.isEmpty ?? false { counts[key] = nil }
    }

    /// Returns the nodes with a key, or none where there are more than `limit`.
    func nodes(_ key: UInt64, limit: Int) -> [Int32] {
        guard let found = counts[key], found.count <= limit else { return [] }
        return Array(found.keys)
    }

    static func keys(of mention: AdultMention, _ keys: [LinkKey], _ names: NameTable) -> [UInt64] {
        var found = nameKeys(of: mention, names)
        for home in mention.homes { found.append(QuickHash.of(64, home)) }
        for key in keys { found += parts(of: key) }
        return found.uniqued
    }

    private static func nameKeys(of mention: AdultMention, _ names: NameTable) -> [UInt64] {
        var found: [UInt64] = []
        for name in [mention.given] + mention.aliases where names.isMeaningful(name) {
            found.append(QuickHash.of(60, NameTable.hash(names.text(name).utf8)))
            if mention.born > 0 { found.append(QuickHash.of(62, UInt64(names[name].sound), mention.born)) }
        }
        if names.isMeaningful(mention.family) {
            let family = UInt64(names[mention.family].sound)
            if names.isMeaningful(mention.given) {
                found.append(QuickHash.of(61, UInt64(names[mention.given].sound), family))
            }
            if mention.born > 0 { found.append(QuickHash.of(63, family, mention.born / 10_000)) }
        }
        return found
    }

    /// Returns both halves of a key that may be mistyped, because one slip leaves one half intact; for an online name
    /// also its words, which may be a name.
    private static func parts(of key: LinkKey) -> [UInt64] {
        let bytes = Array(key.value.utf8.prefix(Likeness.longest))
        switch key.scheme {
        case .handle:
            let words = HandleWords.of(bytes).map { QuickHash.of(60, NameTable.hash($0)) }
            return words + (bytes.count >= 6 ? halves(bytes, 4, 65) : [])
        case .phone where bytes.count >= 8: return halves(bytes, bytes.count - 4, 66)
        case .vehicle where bytes.count >= 6: return halves(bytes, 4, 67)
        default: return []
        }
    }

    private static func halves(_ bytes: [UInt8], _ head: Int, _ kind: UInt64) -> [UInt64] {
        [
            QuickHash.of(kind, 1, NameTable.hash(bytes.prefix(head))),
            QuickHash.of(kind, 2, NameTable.hash(bytes.suffix(bytes.count - head))),
        ]
    }
}

/// The words in an online name: `kas` and `sample` in `kas_sample77`.
enum HandleWords {
    static func of(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split { !(97...122).contains($0) }.filter { $0.count >= 3 }
    }
}
