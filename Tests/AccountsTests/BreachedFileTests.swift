import Accounts
import Crypto
import DaemonKit
import Foundation
import Testing

@Suite("A site's own list of breached passwords")
struct BreachedFileTests {
    /// A list as Have I Been Pwned gives it, of these passwords and some thousand others.
    private func list(
        of passwords: [String] = ["seven loud example words"],
        others: Int = 3_000,
        end: String = "\r\n",
        spoil: (inout [String]) -> Void = { _ in }
    ) throws -> BreachedFile {
        let hashes = (passwords + (0..<others).map { "other \($0)" }).map { text in
            Insecure.SHA1.hash(data: Array(text.utf8)).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
        var lines = hashes.sorted().enumerated().map { "\($0.element):\($0.offset % 977 + 1)" }
        spoil(&lines)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breached-\(UUID().uuidString)").path
        try Files.makeFolder(folder)
        let file = BreachedFile(path: "\(folder)/pwned-passwords.txt")
        try Files.write(Array((lines.joined(separator: end) + end).utf8), to: file.path)
        return file
    }

    private func remove(_ list: BreachedFile) {
        try? FileManager.default.removeItem(atPath: Path.parent(of: list.path))
    }

    @Test("A list of the site's own is searched where it lies", arguments: ["\r\n", "\n"])
    func found(end: String) throws {
        let list = try list(end: end)
        defer { remove(list) }
        try list.check()
        for number in stride(from: 0, to: 3_000, by: 7) { #expect(try list.contains("other \(number)")) }
        for number in 3_000..<3_300 { #expect(!(try list.contains("other \(number)"))) }
        #expect(try list.contains("seven loud example words") && !list.contains("eight loud example words"))
    }

    @Test("The first of a list and the last are found, and so is the only one", arguments: [0, 1, 2, 40])
    func edges(others: Int) throws {
        let list = try list(of: ["one of them"], others: others)
        defer { remove(list) }
        for name in ["one of them"] + (0..<others).map({ "other \($0)" }) { #expect(try list.contains(name)) }
        #expect(!(try list.contains("nobody")))
    }

    /// Damage to a list, and the sentence about it.
    private static let spoils: [(@Sendable (inout [String]) -> Void, String)] = [
        ({ $0.swapAt(1_000, 2_000) }, "is not ordered by hash"), ({ $0.swapAt(0, 1) }, "LC_ALL=C sort -u -o"),
        ({ $0.swapAt(2_999, 3_000) }, "is not ordered by hash"),
        ({ $0[1_500] = "no hash at all" }, "has no such line at byte"), ({ $0 = ["password"] }, "has no such line"),
        ({ $0 = [] }, "has no such line"),
    ]

    @Test("A list that is none, or not in order, is told once, with what to do", arguments: spoils.indices)
    func spoiled(index: Int) throws {
        let list = try list(spoil: Self.spoils[index].0)
        defer { remove(list) }
        let fault = #expect(throws: FileError.self) { try list.check() }
        #expect("\(fault.map { "\($0)" } ?? "")".contains(Self.spoils[index].1))
    }

    @Test("A list whose download broke off, or that ends in an empty line, is said so by the check")
    func brokenOff() throws {
        let lines = (0..<120_000).map { number in
            BreachedFileTests.hex(of: "\(number)") + ":1"
        }.sorted()
        let whole = Array(lines.joined(separator: "\r\n").utf8)
        for (end, isRight) in [
            (whole + Array("\r\n".utf8), true), (whole.dropLast(9), false), (whole + [10, 10], false),
        ] {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("breached-\(UUID())").path
            try Files.write(Array(end), to: path)
            defer { try? Files.remove(path) }
            let file = BreachedFile(path: path)
            if isRight {
                #expect(throws: Never.self) { try file.check() }
            } else {
                #expect(throws: FileError.self) { try file.check() }
            }
        }
    }

    private static func hex(of text: String) -> String {
        Insecure.SHA1.hash(data: Data(text.utf8)).map { String(format: "%02X", $0) }.joined()
    }
}
