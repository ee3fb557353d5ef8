import Foundation
import Testing

@Suite("The tool, on a site with an aggregator", .serialized)
struct ToolTests {
    private static let agency = "merseyside-police"

    @Test("A demonstration removes no folder that no demonstration made")
    func demonstration() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("letters-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let letter = "\(folder)/letter.txt"
        try "dear".write(toFile: letter, atomically: true, encoding: .utf8)
        let script = "\(TestSite.package)/Config/scripts/n3-asthma.yaml"
        let result = try TestSite.run("refbus", ["demo", "--once", "--folder", folder, script])
        #expect(result.status != 0)
        #expect(result.text.contains("no demonstration made it"), "\(result.text)")
        #expect(FileManager.default.fileExists(atPath: letter))
    }

    @Test("Lines of a file of events count as an editor counts them, blank ones too")
    func lineNumbers() throws {
        let site = try TestSite()
        try site.start("aggregator")
        let lines = [sampleEvent(Self.agency, 1, child: 1), "", " \r", sampleEvent("whiston-health", 2, child: 1), ""]
        let result = try publish(lines, at: site)
        #expect(result.text.contains("line 4: wrong-source"), "\(result.text)")
        #expect(result.text.contains("1 accepted, 1 refused"), "\(result.text)")
    }

    @Test(
        "Alerts of a drill and of a rule on trial are marked wherever they are listed",
        arguments: [("exercise", "EXERCISE: "), ("trial", "ON TRIAL: "), ("real", "")]
    )
    func marked(kind: String, mark: String) throws {
        let site = try TestSite()
        if kind == "trial" { try setOnTrial("repeated-referrals", at: site) }
        try site.start("aggregator")
        let exercise = kind == "exercise" ? #","exercise":true"# : ""
        try #require(try publish(referrals(exercise), at: site).status == 0)
        let list = try site.refbus("alerts").text
        let line = try #require(list.split(separator: "\n").first { $0.contains("repeated-referrals") }, "\(list)")
        let id = try #require(line.split(separator: " ").first)
        for text in [String(line), try site.refbus("alert", String(id)).text] {
            #expect(text.contains("EXERCISE: ") == (mark == "EXERCISE: "), "\(text)")
            #expect(text.contains("ON TRIAL: ") == (mark == "ON TRIAL: "), "\(text)")
        }
    }

    @Test("A decision about adults in a drill is refused where the drill knows no such adult")
    func unknownAdult() throws {
        let site = try TestSite()
        try site.start("aggregator")
        let words = [
            "same", "handle:h77", "phone:447700900123", "--people", "--by", "sample.worker", "--site", site.folder,
        ]
        for world in [[], ["--exercise"]] {
            let result = try TestSite.run("refbus", ["identity", "decide"] + words + world)
            #expect(result.status != 0 && result.text.contains("there is no event for handle:h77"), "\(result.text)")
        }
    }

    @Test("A backtest has the clock of the site")
    func siteClock() throws {
        let site = try TestSite()
        let path = site.configuration(of: "aggregator")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing(/(?m)^timezone: .*$/, with: "timezone: \"+11:00\"")
            .write(toFile: path, atomically: true, encoding: .utf8)
        try site.start("aggregator")
        try #require(try publish(referrals(""), at: site).status == 0)
        let list = try site.refbus("alerts").text
        let raised = try #require(
            list.firstMatch(of: /[A-Z][a-z]{2} \d+ [A-Z][a-z]{2} \d{4} \d\d:\d\d/)?.output
        )
        let changed = "\(site.folder)/changed"
        try FileManager.default.createDirectory(atPath: changed, withIntermediateDirectories: true)
        let rule = try String(contentsOfFile: rulePath("repeated-referrals", site), encoding: .utf8)
        try rule.replacing(/(?m)^severity: .*$/, with: "severity: critical")
            .write(toFile: "\(changed)/repeated-referrals.yaml", atomically: true, encoding: .utf8)
        let result = try site.refbus("rules", "backtest", "--rules", changed, "--all")
        #expect(result.text.contains(raised), "\(list)\n\(result.text)")
    }

    // MARK: Steps

    private func publish(_ lines: [String], at site: TestSite) throws -> (status: Int32, text: String) {
        let file = "\(site.folder)/events.jsonl"
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        return try site.refbus("publish", file, "--as", Self.agency)
    }

    private func referrals(_ more: String) -> [String] {
        (1...3).map {
            sampleEvent(Self.agency, $0, kind: "referral.made", child: 1, data: #""referral":"r\#($0)"\#(more)"#)
        }
    }

    private func rulePath(_ name: String, _ site: TestSite) -> String { "\(site.folder)/Config/rules/\(name).yaml" }

    private func setOnTrial(_ name: String, at site: TestSite) throws {
        let path = rulePath(name, site)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("status: active", with: "status: trial").write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
    }
}
