import Foundation
import Testing

@Suite("A journal restored from a backup", .serialized)
struct RestoreTests {
    private static let agency = "merseyside-police"

    @Test("A desk that had followed further ends with a sentence, and started again shows what the aggregator has")
    func deskBeginsAnew() throws {
        let site = try TestSite()
        let account = "echo a-synthetic-password | \(TestSite.binaries)/refbus desk account add sample.worker --site "
        let made = try TestSite.run("/bin/sh", ["-c", account + site.folder])
        try #require(made.status == 0, "\(made.text)")
        try site.start("aggregator")
        try publish(1...6, at: site)
        _ = site.stop("aggregator")
        let journal = "\(site.folder)/data/aggregator/journal.sqlite"
        try FileManager.default.copyItem(atPath: journal, toPath: "\(site.folder)/backup.sqlite")

        try site.start("aggregator")
        try publish(7...12, at: site)
        try site.start("cse-desk")
        let before = try entries(of: site, stored: 6)
        try waitForDesk(at: before, site)

        _ = site.stop("aggregator")
        try restore("\(site.folder)/backup.sqlite", to: journal)
        try site.start("aggregator")
        #expect(site.log(of: "aggregator").contains("Effects and notices are made anew from the journal"))
        // Further than the desk had come, so that its position alone says nothing.
        try publish(101...130, at: site)
        try eventually("the desk ends: \(site.log(of: "cse-desk"))", seconds: 60) { !site.isRunning("cse-desk") }
        #expect(site.log(of: "cse-desk").contains("the journal was replaced by an older one"))
        let after = try entries(of: site, stored: 30)
        #expect(after > before)

        try site.start("cse-desk")
        try waitForDesk(at: after, site)
        let alerts = try site.refbus("alerts", "--json").text
        let open = try JSONSerialization.jsonObject(with: Data(alerts.utf8)) as? [Any]
        #expect(open?.isEmpty == false)
        #expect(fact("open", of: "cse-desk", site) == open?.count)
        #expect(fact("open", of: "aggregator", site) == open?.count)
    }

    /// Referrals, three to a child, so that each child has an alert.
    private func publish(_ numbers: ClosedRange<Int>, at site: TestSite) throws {
        let lines = numbers.map {
            sampleEvent(Self.agency, $0, kind: "referral.made", child: $0 / 3, data: #""referral":"r\#($0)""#)
        }
        let file = "\(site.folder)/events.jsonl"
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let result = try site.refbus("publish", file, "--as", Self.agency)
        try #require(result.status == 0, "\(result.text)")
    }

    /// As `Docs/operating.md` says; the derived file of the journal that was replaced stays, as if it was forgotten.
    private func restore(_ copy: String, to journal: String) throws {
        for path in [journal, "\(journal)-wal", "\(journal)-shm"] where FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        try FileManager.default.copyItem(atPath: copy, toPath: journal)
    }

    /// How many entries the journal has, once so many events of this run are in it and judged.
    private func entries(of site: TestSite, stored: Int) throws -> Int {
        try eventually("the aggregator has judged all and says so") {
            fact("stored", of: "aggregator", site) == stored
                && fact("last", of: "aggregator", site) == fact("judged", of: "aggregator", site)
        }
        return try #require(fact("last", of: "aggregator", site))
    }

    /// A tick may come after what was counted.
    private func waitForDesk(at position: Int, _ site: TestSite) throws {
        try eventually("the desk has \(position) entries: \(site.log(of: "cse-desk"))") {
            fact("position", of: "cse-desk", site).map { $0 >= position } == true
        }
    }

    /// The health that a daemon writes every five seconds.
    private func fact(_ name: String, of daemon: String, _ site: TestSite) -> Int? {
        guard let data = FileManager.default.contents(atPath: "\(site.folder)/data/\(daemon)/health.json"),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        return ((object["facts"] as? [String: Any])?[name] as? NSNumber)?.intValue
    }
}
