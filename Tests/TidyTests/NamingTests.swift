import Foundation
import Testing

/// A stranger finds a thing by its name: files say what they hold, links lead somewhere, one word means one thing.
@Suite("Names")
struct NamingTests {
    private let sources: SourceTree

    init() throws {
        sources = try SourceTree(folder: "Sources")
    }

    @Test("No file name stands twice, but for the mains of programs")
    func fileNames() {
        let names = Dictionary(grouping: sources.files, by: \.name).filter { $0.value.count > 1 && $0.key != "Main" }
        #expect(names.isEmpty, "\(names.values.joined().map(\.path).sorted().joined(separator: "\n"))")
    }

    @Test("A file is named for a type that it declares or extends, or for its function")
    func fileContents() {
        let wrong = sources.files.filter { file in
            guard file.name != "Main" else { return false }
            let type = file.name.prefix { $0 != "+" }
            let words = ["struct", "class", "enum", "actor", "protocol", "typealias", "extension"]
            if file.lines.contains(where: { line in words.contains { line.mentions("\($0) ", of: type) } }) {
                return false
            }
            // A file of one function: `Suggestion.swift` holds `suggestion(for:among:)`.
            return !file.lines.contains { $0.contains("func ") && $0.lowercased().contains(type.lowercased()) }
        }
        #expect(wrong.isEmpty, "\(wrong.map(\.path).joined(separator: "\n"))")
    }

    @Test("A link in a comment leads to a name that exists")
    func links() {
        let code = Set(sources.files.flatMap(\.identifiers))
        var dead: [String] = []
        for file in sources.files {
            for (number, line) in file.lines.enumerated() where line.contains("//") {
                for link in line.matches(of: /``([A-Za-z_][A-Za-z0-9_]*)(?:\/([A-Za-z_][A-Za-z0-9_]*))?/) {
                    let names = [link.output.1, link.output.2].compactMap { $0 }.map(String.init)
                    if !names.allSatisfy(code.contains) { dead.append("\(file.path):\(number + 1): \(link.output.0)") }
                }
            }
        }
        #expect(dead.isEmpty, "\(dead.joined(separator: "\n"))")
    }

    @Test("No type has a name that the glossary gives up")
    func vocabulary() throws {
        let given = try Self.glossary()
        #expect(given.count > 20)
        for file in sources.files {
            for type in file.types {
                let words = type.camelWords
                for name in given where words == name.split(separator: " ").map(String.init) {
                    Issue.record("\(file.path): \(type): the glossary has another word for '\(name)'")
                }
            }
        }
    }

    @Test("What is thrown is called an error, but for the aggregator's refusal")
    func errors() {
        #expect("struct Gone: Hashable, Error {".errorType == "Gone" && "struct ErrorPage: Hashable {".errorType == nil)
        let names = sources.files.flatMap { file in file.lines.compactMap(\.errorType).map { (file.path, $0) } }
        #expect(names.count > 20)
        for (path, name) in names where !name.hasSuffix("Error") && name != "Refusal" {
            Issue.record("\(path): \(name) is an error and is not called one")
        }
    }

    @Test("Every fault that health reports has a name with hyphens, which operating.md explains")
    func faults() throws {
        let file = try #require(sources.files.first { $0.name == "FaultName" })
        let url = SourceTree.root.appendingPathComponent("Docs/operating.md")
        let table = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
        let names = file.lines.compactMap { $0.firstMatch(of: /case (?:[a-zA-Z]+ = "(.*)"|([a-z]+)$)/) }
        #expect(names.count > 15)
        for name in names.compactMap({ $0.output.1 ?? $0.output.2 }) {
            #expect(name.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(name)")
            #expect(table.contains { $0.contains("`\(name)`") }, "operating.md does not explain \(name)")
        }
    }

    @Test("What the documents say lies somewhere lies there", arguments: ["ARCHITECTURE.md", "glossary.md"])
    func paths(document: String) throws {
        let text = try String(contentsOf: SourceTree.root.appendingPathComponent("Docs/\(document)"), encoding: .utf8)
        for match in text.matches(of: /`((?:Sources|Config|Tests|Scripts|Docs)\/[A-Za-z0-9_+.\/-]+)`/) {
            let path = SourceTree.root.appendingPathComponent(String(match.output.1)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(document) names \(match.output.1)")
        }
    }

    @Test("ARCHITECTURE says where twenty things are")
    func whereIsWhat() throws {
        let url = SourceTree.root.appendingPathComponent("Docs/ARCHITECTURE.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        let table = text.split(separator: "## Where is what").last?.split(separator: "\n## ").first ?? ""
        #expect(table.split(separator: "\n").count { $0.hasPrefix("| ") && $0.contains("`Sources/") } >= 20)
    }

    /// The last column of the glossary's tables: words in lower case; what stands in brackets is an explanation.
    private static func glossary() throws -> [String] {
        let url = SourceTree.root.appendingPathComponent("Docs/glossary.md")
        let text = try String(contentsOf: url, encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| ") }.flatMap { row -> [String] in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, cells[2] != "not" else { return [] }
            return cells[2].replacing(/\s*\(.*\)/, with: "").split(separator: ", ").map(String.init)
        }
    }
}

extension SourceTree.File {
    /// The file's name without its ending.
    var name: Substring { path.split(separator: "/").last?.dropLast(".swift".count) ?? "" }

    /// The types that others can see, those inside of others aside.
    var types: [String] {
        lines.flatMap { line in
            line.matches(
                of: /^(?:(?:public|package|final|indirect) )*(?:struct|class|enum|actor|protocol) ([A-Z][A-Za-z0-9]*)/
            ).map {
                String($0.output.1)
            }
        }
    }

    /// Every name in the code, comments aside.
    var identifiers: [String] {
        lines.flatMap { line -> [String] in
            let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
            return code.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        }
    }
}

extension StringProtocol {
    /// `ReadingRoom` as `reading`, `room`.
    fileprivate var camelWords: [String] {
        reduce(into: [String]()) { words, letter in
            if letter.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1].append(letter.lowercased())
        }
    }

    /// The type that this line declares to be an error.
    fileprivate var errorType: String? {
        let declaration = /(?:struct|class|enum|actor|extension) ([A-Za-z0-9_.]+)(?:<.*>)?: ([A-Za-z0-9_., ]+)/
        guard let match = String(self).firstMatch(of: declaration) else { return nil }
        let parents = match.output.2.split { $0 == "," || $0 == " " }
        return parents.contains("Error") ? String(match.output.1) : nil
    }

    /// Whether a word and then a name stand here, the name whole.
    fileprivate func mentions(_ word: String, of name: some StringProtocol) -> Bool {
        guard let range = range(of: word + name) else { return false }
        return !(self[range.upperBound...].first?.isLetter ?? false)
    }
}
