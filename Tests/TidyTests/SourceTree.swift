import Foundation

/// The project's own Swift files, read as text.
struct SourceTree {
    struct File: CustomStringConvertible {
        let module: String
        let path: String
        let lines: [Substring]

        var description: String { path }
        var imports: [String] {
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count else { return nil }
                return String(words[at + 1])
            }
        }
    }

    let files: [File]

    /// The package's folder, from where this file stands.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    init(folder: String) throws {
        let base = SourceTree.root.appendingPathComponent(folder)
        let names = try FileManager.default.subpathsOfDirectory(atPath: base.path).sorted()
        files = try names.filter { $0.hasSuffix(".swift") }.map { name in
            let text = try String(contentsOf: base.appendingPathComponent(name), encoding: .utf8)
            let module = String(name.trimmingPrefix("Tools/").split(separator: "/")[0])
            return File(
                module: module,
                path: "\(folder)/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false)
            )
        }
    }

    /// Where code (not a comment) holds one of these words: `path:line: word`.
    func occurrences(of words: [String], in modules: Set<String>) -> [String] {
        files.filter { modules.contains($0.module) }.flatMap { file in
            file.lines.enumerated().flatMap { number, line in
                let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
                return words.filter { code.contains($0) }.map { "\(file.path):\(number + 1): \($0)" }
            }
        }
    }
}
