import RuleEngine
public import SafeguardingModel
public import StrictYAML

/// The rules to compare: those whose files differ and those that refer to them, each in two versions that are judged
/// side by side. Unchanged rules are judged only where these refer to them.
public struct ChangedRules: Hashable, Sendable {
    /// The names of the rules that differ, and of those that refer to them, sorted.
    public let names: [String]
    private let new: [String: SiteConfiguration.TextFile]

    /// Compares the new rules with all configurations that were in force; a rule that is not among the new ones stays
    /// as it was.
    ///
    /// - Throws: ``YAMLError`` for a file that is not YAML or has no `rule`.
    public init(
        inForce configurations: [SiteConfiguration],
        new files: [SiteConfiguration.TextFile]
    ) throws(YAMLError) {
        let new = try ChangedRules.byName(files)
        self.new = new
        var names: Set<String> = []
        for configuration in configurations {
            let old = try ChangedRules.byName(configuration.rules)
            let changed = new.keys.filter { old[$0]?.text != new[$0]?.text }
            for all in [old, old.merging(new) { $1 }] { names.formUnion(ChangedRules.speaking(of: changed, all)) }
        }
        self.names = names.sorted()
    }

    /// Returns the changed rules and each rule that refers to one of them.
    private static func speaking(
        of changed: [String],
        _ all: [String: SiteConfiguration.TextFile]
    ) -> [String] {
        let company = RelatedRules(all.keys.sorted().compactMap { all[$0] })
        return changed
            + all.keys.filter { name in
                guard let file = all[name] else { return false }
                return company.names(of: file).contains(where: changed.contains)
            }
    }

    /// Returns the configuration with only both versions of each rule that differs, and the rules to which they refer.
    func pairing(_ configuration: SiteConfiguration) throws(YAMLError) -> SiteConfiguration {
        let old = try ChangedRules.byName(configuration.rules)
        let changed = old.merging(new) { $1 }
        let (oldCompany, newCompany) = (RelatedRules(Array(old.values)), RelatedRules(Array(changed.values)))
        var files: [SiteConfiguration.TextFile] = []
        var company: Set<String> = []
        for name in names {
            if let file = old[name] {
                files.append(try ChangedRules.trial(file, named: name))
                company.formUnion(oldCompany.names(of: file))
            }
            if let file = changed[name] {
                files.append(try renamed(ChangedRules.trial(file, named: ChangedRules.newName(name))))
                company.formUnion(newCompany.names(of: file))
            }
        }
        for name in company.subtracting(names).sorted() {
            if let file = changed[name] { files.append(try ChangedRules.trial(file, named: name)) }
        }
        var paired = configuration
        paired.rules = files
        // Judgement silently leaves out rules that it cannot read, so they are refused here.
        _ = try RuleSet(files: files, calendar: configuration.calendar)
        return paired
    }

    /// Returns the new version with its references changed to the new versions of other rules.
    private func renamed(_ file: SiteConfiguration.TextFile) throws(YAMLError) -> SiteConfiguration.TextFile {
        var text = file.text
        for part in RelatedRules.parts {
            let root = try YAMLNode(parsing: text, file: file.name).openMapping()
            guard let node = root[part], let frame = RuleFrame(text, root, without: part) else { continue }
            let content = renamed(node)
            if content != node.content { text = frame.text(with: FlowYAML.text(content)) }
        }
        return .init(name: file.name, text: text)
    }

    private func renamed(_ node: YAMLNode) -> YAMLNode.Content {
        func holding(_ content: YAMLNode.Content) -> YAMLNode {
            YAMLNode(content: content, file: node.file, line: node.line)
        }
        switch node.content {
        case .scalar(let text, let isQuoted):
            return names.contains(text) ? .scalar(ChangedRules.newName(text), isQuoted: isQuoted) : node.content
        case .sequence(let items): return .sequence(items.map { holding(renamed($0)) })
        case .mapping(let entries):
            return .mapping(
                entries.map { .init(key: $0.key, line: $0.line, value: holding(renamed($0.value))) }
            )
        }
    }

    /// Returns the name under which the new version of a rule is judged.
    static func newName(_ name: String) -> String { "\(name)-as-changed" }

    static func byName(_ files: [SiteConfiguration.TextFile]) throws(YAMLError) -> [String: SiteConfiguration.TextFile]
    {
        var named: [String: SiteConfiguration.TextFile] = [:]
        for file in files {
            let rule = try YAMLNode(parsing: file.text, file: file.name).openMapping()
            named[try rule.required("rule").name()] = file
        }
        return named
    }

    /// Returns the file under another name and on trial: people are told of no alert, and no sentences are needed.
    private static func trial(
        _ file: SiteConfiguration.TextFile,
        named name: String
    ) throws(YAMLError) -> SiteConfiguration.TextFile {
        let rule = try YAMLNode(parsing: file.text, file: file.name).openMapping()
        var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for entry in rule.entries where lines.indices.contains(entry.line - 1) {
            if entry.key == "rule" { lines[entry.line - 1] = "rule: \(name)" }
            let isRetired = entry.key == "status" ? try entry.value.string() == "retired" : false
            if entry.key == "status", !isRetired { lines[entry.line - 1] = "status: trial" }
        }
        return .init(name: file.name, text: lines.joined(separator: "\n"))
    }
}
