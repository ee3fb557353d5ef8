import Foundation
import Testing

/// Nothing is left out because somebody forgot a list: tests that never run, public symbols that nobody explained.
@Suite("Left out")
struct CoverageTests {
    @Test("Scripts/test runs every test target")
    func targets() throws {
        let script = try String(contentsOf: SourceTree.root.appendingPathComponent("Scripts/test"), encoding: .utf8)
        let words = Set(script.split { !$0.isLetter }.map(String.init))
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: SourceTree.root.appendingPathComponent("Tests").path
        )
        for folder in folders.sorted() where folder.hasSuffix("Tests") {
            let named = words.contains(folder) || words.contains(String(folder.dropLast("Tests".count)))
            #expect(named, "Scripts/test does not run \(folder)")
        }
    }

    @Test("Nine of ten public symbols say what they mean")
    func documentation() throws {
        var (all, silent): (Int, [String]) = (0, [])
        for file in try SourceTree(folder: "Sources").files {
            for (number, line) in file.lines.enumerated() where line.isPublicSymbol {
                all += 1
                let above = file.lines[..<number].last { !$0.trimmed.hasPrefix("@") }?.trimmed ?? ""
                if !above.hasPrefix("///") { silent.append("\(file.path):\(number + 1)") }
            }
        }
        #expect(all > 1_000)
        #expect(silent.count * 10 <= all, "\(silent.count) of \(all):\n\(silent.joined(separator: "\n"))")
    }
}

extension StringProtocol {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }

    /// Whether a public symbol is declared here. What a protocol asks of every type is explained there, and a memberwise
    /// initialiser says nothing that its properties do not.
    fileprivate var isPublicSymbol: Bool {
        let words = trimmed.drop { $0 == "@" }.split(separator: " ").drop { $0 != "public" }
        let kinds: Set = [
            "struct", "class", "enum", "actor", "protocol", "func", "var", "let", "subscript", "typealias",
        ]
        let asked = ["var description", "func hash(", "func ==", "func encode(", "func appendLiteral("]
        return words.first == "public" && words.contains { kinds.contains(String($0.prefix { $0 != "(" })) }
            && !asked.contains { trimmed.contains($0) }
    }
}
