import SafeguardingModel
import StrictYAML

/// Which other rules a rule speaks of: it is read and tried together with them.
struct RelatedRules {
    /// Of every rule, by its name, its file and every word in what it looks for.
    private var rules: [String: (file: SiteConfiguration.TextFile, words: Set<String>)] = [:]
    /// The parts of a rule file that say what it looks for.
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

    /// The files of the rules that a file speaks of, and that those speak of; not the file itself.
    func others(of file: SiteConfiguration.TextFile) -> [SiteConfiguration.TextFile] {
        names(of: file).compactMap { rules[$0]?.file }
    }

    /// The names of these rules, sorted.
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
