public import SafeguardingModel
public import StrictYAML

/// A rule file with one small change in its conditions, which its examples should notice.
public struct RuleMutant: Hashable, Sendable {
    /// The line of the original file that is changed.
    public let line: Int
    /// The change in words: `'within: 90 d' becomes 91 d`.
    public let change: String
    /// The changed file under the original's name; comments in the changed part are gone.
    public let file: SiteConfiguration.TextFile
    /// The changed file, parsed.
    let root: YAMLNode

    /// Returns each mutant of a rule file, in the order of its lines.
    ///
    /// Numbers and lengths of time grow and shrink by one, clock times move by half an hour, severities by a step, true
    /// becomes false; each condition, and each item of each list, is left out. It does not depend on the patterns, so a
    /// new one needs no change here; a change that the rules' reader refuses is returned, and ``MutationReport`` leaves
    /// it out of its count.
    ///
    /// - Throws: ``YAMLError`` if the file is not YAML or no mapping.
    public static func all(of file: SiteConfiguration.TextFile) throws(YAMLError) -> [RuleMutant] {
        let whole = try YAMLNode(parsing: file.text, file: file.name)
        let root = try whole.openMapping()
        return RelatedRules.parts.flatMap { part -> [RuleMutant] in
            guard let node = root[part], let frame = RuleFrame(file.text, root, without: part) else { return [] }
            return Mutation.all(of: node, part).map { mutation in
                let text = frame.text(with: FlowYAML.text(mutation.content))
                return RuleMutant(
                    line: mutation.line,
                    change: mutation.change,
                    file: .init(name: file.name, text: text),
                    root: whole.with(mutation.content, in: part)
                )
            }
        }
    }
}

extension YAMLNode {
    /// Returns the mapping with another content under one of its keys.
    fileprivate func with(_ content: Content, in key: String) -> YAMLNode {
        guard case .mapping(let entries) = self.content else { return self }
        let changed = entries.map { entry in
            guard entry.key == key else { return entry }
            let value = YAMLNode(content: content, file: file, line: entry.value.line)
            return Entry(key: key, line: entry.line, value: value)
        }
        return YAMLNode(content: .mapping(changed), file: file, line: line)
    }
}

/// A rule file without one of its parts.
struct RuleFrame {
    let part: String
    let before: String
    let after: String

    init?(_ text: String, _ root: YAMLMapping, without part: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let when = root.entries.first(where: { $0.key == part })?.line, (1...lines.count).contains(when) else {
            return nil
        }
        let next = root.entries.map(\.line).filter { $0 > when }.min() ?? lines.count + 1
        self.part = part
        before = lines[..<(when - 1)].joined(separator: "\n")
        after = lines[(next - 1)...].joined(separator: "\n")
    }

    func text(with when: String) -> String { "\(before)\n\(part): \(when)\n\(after)" }
}
