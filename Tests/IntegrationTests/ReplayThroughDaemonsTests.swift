import Foundation
import Testing

@Suite("The bus, through real daemons", .serialized)
struct ReplayThroughDaemonsTests {
    @Test("Every script is met, and gives the same alerts through the core and through the daemons")
    func scripts() throws {
        let folder = "\(TestSite.package)/Config/scripts"
        let scripts = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
            .sorted()
        #expect(scripts.count >= 12)
        let result = try TestSite.run(
            "refbus",
            ["replay", "--through", "daemons", "--permute", "5", "--config", "\(TestSite.package)/Config"]
                + scripts.map { "\(folder)/\($0)" }
        )
        #expect(result.status == 0, "\(result.text)")
        #expect(result.text.contains("\(scripts.count) of \(scripts.count) scripts met"))
    }

    @Test("The demonstration's cases, one after the other in one site, are both met")
    func demonstration() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("demo-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let scripts = ["child-q", "child-s"].map { "\(TestSite.package)/Config/scripts/\($0).yaml" }
        let result = try TestSite.run("refbus", ["demo", "--once", "--folder", folder] + scripts)
        #expect(result.status == 0, "\(result.text)")
        #expect(result.text.contains("2 of 2 scripts met"))
    }

    @Test("Two runs of one script print the same, whatever the order of hash tables")
    func sameTwice() throws {
        let script = "\(TestSite.package)/Config/scripts/child-s.yaml"
        let arguments = ["replay", "--json", "--config", "\(TestSite.package)/Config", script]
        let first = try TestSite.run("refbus", arguments)
        #expect(first.status == 0)
        #expect(try TestSite.run("refbus", arguments).text == first.text)
    }

    @Test("A script that is not met exits with 1 and shows what happened instead")
    func notMet() throws {
        let source = try String(contentsOfFile: "\(TestSite.package)/Config/scripts/n3-asthma.yaml", encoding: .utf8)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("not-met-\(UUID().uuidString).yaml")
            .path
        try (source + "  - { rule: repeated-referrals, by: { day: 20 } }\n").write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        let result = try TestSite.run("refbus", ["replay", "--config", "\(TestSite.package)/Config", path])
        #expect(result.status == 1, "\(result.text)")
        #expect(result.text.contains("NOT MET"))
    }
}
