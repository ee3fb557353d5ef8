internal import Yams

/// A piece of a YAML file that remembers its file and line, so that every complaint can name them.
///
/// Everything that people edit (configuration, rules, mappings, scripts) is read through this type: an unknown key is
/// an error, a wrong type is an error, and both say what was expected.
///
/// ```swift
/// let root = try YAMLNode(parsing: text, file: "Config/aggregator.yaml")
/// let settings = try root.mapping(of: ["publish", "follow"])
/// let endpoint = try settings.required("publish").string()
/// ```
public struct YAMLNode: Hashable, Sendable {
    /// The three forms of YAML. The type of a scalar is decided by whoever reads it.
    public enum Content: Hashable, Sendable {
        case scalar(String, isQuoted: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    /// One key of a mapping and its value.
    public struct Entry: Hashable, Sendable {
        /// The key as written, without quotes.
        public let key: String
        /// The line of the key, from 1.
        public let line: Int
        /// The value; an empty scalar where nothing is written behind the key.
        public let value: YAMLNode

        public init(key: String, line: Int, value: YAMLNode) {
            self.key = key
            self.line = line
            self.value = value
        }
    }

    /// The scalar, the items or the entries.
    public let content: Content
    /// The file's name as it was given, for faults.
    public let file: String
    /// The line where it begins, from 1; 0 if it is unknown.
    public let line: Int

    public init(content: Content, file: String, line: Int) {
        self.content = content
        self.file = file
        self.line = line
    }

    /// Reads one document. An empty file is an error: a person who wrote nothing meant something.
    ///
    /// - Throws: ``YAMLError``, also for a key that is twice in one mapping.
    public init(parsing text: String, file: String) throws(YAMLError) {
        let (parser, node): (Parser, Node?)
        // Yams does not guess the type of a plain word: every value is read as the type that is expected of it.
        // Guessing the type of each key by regular expressions, to find duplicate keys, took two thirds of the time.
        do {
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            node = try parser.singleRoot()
        } catch { throw YAMLError(error, file: file) }
        guard let node else { throw YAMLError(file: file, line: 0, message: "the file is empty") }
        self = try YAMLNode(node, file: file, depth: 0)
        // Nodes hold their anchors weakly: the parser owns them.
        withExtendedLifetime(parser) {}
    }

    // Reading recurses; no file that a person writes comes near this depth.
    private static let deepest = 64

    private init(_ node: Node, file: String, depth: Int) throws(YAMLError) {
        let line = node.mark?.line ?? 0
        guard depth < YAMLNode.deepest else {
            throw YAMLError(file: file, line: line, message: "nested more than \(YAMLNode.deepest) deep")
        }
        // Yams puts the value in an alias's place; an anchor comes before all of its aliases.
        guard node.anchor == nil else {
            throw YAMLError(
                file: file,
                line: line,
                message: "anchors (&name) and aliases (*name) are not used here; write the value out each time"
            )
        }
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            self.init(content: .scalar(scalar.string, isQuoted: isQuoted), file: file, line: line)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try YAMLNode(item, file: file, depth: depth + 1)) }
            self.init(content: .sequence(items), file: file, line: line)
        case .mapping(let mapping):
            var entries: [Entry] = []
            var names: Set<String> = []
            for (key, value) in mapping {
                let entry = try YAMLNode.entry(key, value, file: file, depth: depth)
                guard names.insert(entry.key).inserted else { throw YAMLError.double([entry.key], file, entry.line) }
                entries.append(entry)
            }
            self.init(content: .mapping(entries), file: file, line: line)
        case .alias: throw YAMLError(file: file, line: line, message: "an alias (*name) that nothing is named for")
        }
    }

    private static func entry(_ key: Node, _ value: Node, file: String, depth: Int) throws(YAMLError) -> Entry {
        let line = key.mark?.line ?? 0
        guard case .scalar(let name) = key else {
            throw YAMLError(file: file, line: line, message: "a key must be plain text")
        }
        return Entry(key: name.string, line: line, value: try YAMLNode(value, file: file, depth: depth + 1))
    }

    /// Makes a fault at this place, for whoever finds the value itself to be wrong.
    public func fault(_ message: String) -> YAMLError {
        YAMLError(file: file, line: line, message: message)
    }
}

extension YAMLError {
    init(_ error: any Error, file: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(file: file, line: mark.line, message: "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            self = .double(duplicates, file, context.mark.line)
        default:
            self.init(file: file, line: 0, message: "not YAML: \(error)")
        }
    }

    fileprivate static func double(_ keys: [String], _ file: String, _ line: Int) -> YAMLError {
        let names = keys.map { "'\($0)'" }.sorted().joined(separator: ", ")
        return YAMLError(file: file, line: line, message: "the key \(names) stands twice in one mapping")
    }
}
