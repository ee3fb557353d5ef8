import DaemonKit
import Foundation
import Replay
import SafeguardingModel
import StrictYAML
import Testing

/// The scripts that ship, and the page that explains them.
enum Shipped {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let folder = root + "/Config/scripts"
    static let scripts = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.sorted()

    static func site() throws -> SiteConfiguration {
        try SiteConfiguration(configFolder: root + "/Config", agencies: [], timezone: "Europe/London")
    }
}

@Suite("The scripts that ship")
struct ShippedScriptTests {
    @Test("Every script is read without a warning and says that it is synthetic", arguments: Shipped.scripts)
    func read(name: String) throws {
        let script = try Script(path: Shipped.folder + "/" + name)
        #expect(script.warnings == [])
        #expect(script.isSynthetic)
        #expect(!script.source.isEmpty)
        #expect(!script.expectations.isEmpty)
        try script.check(rules: [])
    }

    @Test("The two cases, their variants and the negative controls are there")
    func there() {
        let wanted = ["child-q", "child-q-offline", "child-q-silent", "child-s", "n1", "n2", "n3", "n4"]
        for name in wanted { #expect(Shipped.scripts.contains { $0.hasPrefix(name) }, "\(name)") }
    }

    @Test("The rules that a script may name, installed or not, are those that ship")
    func publishedRules() throws {
        let names = try Shipped.site().rules.flatMap { $0.text.matches(of: /(?m)^rule: (\S+)$/).map { String($0.1) } }
        #expect(PublishedRules.names == names.sorted())
    }

    @Test("The example in the documentation is a script")
    func documentation() throws {
        let page = try String(contentsOfFile: Shipped.root + "/Docs/writing-scripts.md", encoding: .utf8)
        let examples = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
            $0.components(separatedBy: "\n```").first
        }
        let whole = examples.filter { $0.hasPrefix("script: 1") }
        #expect(!whole.isEmpty)
        for text in whole { _ = try Script(parsing: text, file: "Docs/writing-scripts.md") }
    }
}
