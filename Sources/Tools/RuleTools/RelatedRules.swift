import SafeguardingModel
import StrictYAML

/// The other rules to which a rule refers, which are read and tried together with it.
struct RelatedRules {
    /// The file of each rule, by its name, and all words in its conditions.
    private var rules: [String: (file: SiteConfiguration.TextFile, words: Set<String>)] = [:]
    /// The keys of a rule file that contain its conditions.
    static let parts = ["when", "escalate", "suppressedBy", "variants"]

    init(_ files: [SiteConfiguration.TextFile]) {
        for file in files {
            guard let root = try? YAMLNode(parsing: file.text, file: file.name).openMapping(),
                let name = try? root["rule"]?.string()
            else { continue }
            let words = RelatedRules.parts.compactMap { root[$0] }.map(RelatedRules.words)
            rules[name] = (file, words.reduce(into: []) { $0.formUnion($1) })
        }
    }

    /// Returns the files of the rules to which a file refers, directly or through others; not the file itself.
    func others(of file: SiteConfiguration.TextFile) -> [SiteConfiguration.TextFile] {
        names(of: file).compactMap { rules[$0]?.file }
    }

    /// Returns the names of these rules, sorted.
    func names(of file: SiteConfiguration.TextFile) -> [String] {
        guard let own = rules.first(where: { $0.value.file.name == file.name })?.key else { return [] }
        var found: Set<String> = [own]
        var open = [own]
        while let name = open.popLast() {
            for other in rules[name]?.words.filter({ rules[$0] != nil }) ?? [] where found.insert(other).inserted {
                open.append(other)
            }
        }
        return found.subtracting([own]).sorted()
    }

    private static func words(_ node: YAMLNode) -> Set<String> {
        switch node.content {
        case .scalar(let text, _): [text]
        case .sequence(let items): items.map(words).reduce(into: []) { $0.formUnion($1) }
        case .mapping(let entries): entries.map { words($0.value) }.reduce(into: []) { $0.formUnion($1) }
        }
    }
}
