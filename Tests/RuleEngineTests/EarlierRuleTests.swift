import Foundation
import RuleEngine
import SafeguardingModel
import TestKit
import Testing

/// Rules as earlier versions shipped them: they stand in the journals of sites that have been upgraded.
@Suite("Rules of earlier versions")
struct EarlierRuleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("EarlierRules")
    private static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    @Test("There are some")
    func corpus() { #expect(Self.files.count >= 14) }

    @Test("Each is still read, among the rules of today", arguments: files)
    func read(name: String) throws {
        let rule = String(name.prefix { $0 != "." })
        let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
        var files = try ShippedRules.files().filter { !$0.name.hasSuffix("/\(rule).yaml") }
        files.append(SiteConfiguration.TextFile(name: name, text: text))
        let rules = try RuleSet(files: files, calendar: ShippedRules.calendar(), zone: .london)
        #expect(rules.rules.count == files.count)
    }

    @Test(
        "A rule in the words of earlier patterns means what it means in today's",
        arguments: ["agencies-converge", "out-of-area-sighting", "silent-partner"]
    )
    func meaning(rule: String) throws {
        let earlier = Self.folder.appendingPathComponent("\(rule).1.yaml")
        let text = try String(contentsOf: earlier, encoding: .utf8)
        let today = try #require(try ShippedRules.files().first { $0.name.hasSuffix("/\(rule).yaml") })
        #expect(text != today.text)
        let before = try RuleSet(files: [.init(name: today.name, text: text)])
        #expect(try RuleSet(files: [today]).meaning == before.meaning)
    }
}
