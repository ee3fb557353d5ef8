public import SafeguardingModel
public import StrictYAML

/// The rules that are compared: those whose files differ, each in two versions that are judged side by side.
///
/// Rules do not depend on each other, so that what did not change need not be judged again.
public struct ChangedRules: Hashable, Sendable {
    /// The names of the rules that differ, sorted.
    public let names: [String]
    private let new: [String: SiteConfiguration.TextFile]

    /// What differs between the new rules and any of the configurations that were in force; a rule that is not among the
    /// new ones stays as it was.
    public init(
        inForce configurations: [SiteConfiguration],
        new files: [SiteConfiguration.TextFile]
    ) throws(YAMLFault) {
        new = try ChangedRules.byName(files)
        var names: Set<String> = []
        for configuration in configurations {
            let old = try ChangedRules.byName(configuration.rules)
            for name in new.keys where old[name]?.text != new[name]?.text { names.insert(name) }
        }
        self.names = names.sorted()
    }

    /// The configuration with both versions of every rule that differs, and nothing else.
    func pairing(_ configuration: SiteConfiguration) throws(YAMLFault) -> SiteConfiguration {
        let old = try ChangedRules.byName(configuration.rules)
        var files: [SiteConfiguration.TextFile] = []
        for name in names {
            if let file = old[name] { files.append(try ChangedRules.trial(file, named: name)) }
            if let file = new[name] { files.append(try ChangedRules.trial(file, named: ChangedRules.newName(name))) }
        }
        var paired = configuration
        paired.rules = files
        return paired
    }

    /// Under which name the new version of a rule is judged.
    static func newName(_ name: String) -> String { "\(name)-as-changed" }

    static func byName(_ files: [SiteConfiguration.TextFile]) throws(YAMLFault) -> [String: SiteConfiguration.TextFile]
    {
        var named: [String: SiteConfiguration.TextFile] = [:]
        for file in files {
            let rule = try YAMLNode(parsing: file.text, file: file.name).openMapping()
            named[try rule.required("rule").name()] = file
        }
        return named
    }

    /// The file under another name and on trial: what is only compared is told to nobody, and needs no sentences.
    private static func trial(
        _ file: SiteConfiguration.TextFile,
        named name: String
    ) throws(YAMLFault) -> SiteConfiguration.TextFile {
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
