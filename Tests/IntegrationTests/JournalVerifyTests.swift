import Foundation
import Testing

@Suite("What journal verify proves", .serialized)
struct JournalVerifyTests {
    /// A site with referrals, which give notices, and whose aggregator has stopped; and the root that verify printed.
    private func stoppedSite() throws -> (site: TestSite, root: String) {
        let site = try TestSite()
        try site.start("aggregator")
        let file = "\(site.folder)/events.jsonl"
        let lines = (1...20).map {
            sampleEvent("merseyside-police", $0, kind: "referral.made", child: $0, data: #""referral":"R-\#($0)""#)
        }
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let sent = try site.refbus("publish", file, "--as", "merseyside-police", "--patience", "20")
        try #require(sent.text.contains("20 accepted"), "\(sent.text)")
        // Everything due since then is reported as well.
        var before = ""
        try eventually("all is judged", seconds: 60) {
            let now = try site.refbus("journal", "verify").text
            defer { before = now }
            return now == before && now.contains("all as recorded") && !now.contains(" 0 effects")
        }
        #expect(site.stop("aggregator") < 5)
        let text = try site.refbus("journal", "verify").text
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Root: ") }, "\(text)")
        return (site, String(line.dropFirst(6)))
    }

    private func damage(_ site: TestSite, _ file: String, _ sql: String...) throws {
        let program =
            "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nfor s in sys.argv[2:]: c.execute(s)\nc.commit()"
        let path = "\(site.folder)/data/aggregator/\(file)"
        let made = try TestSite.run("/usr/bin/env", ["python3", "-c", program, path] + sql)
        try #require(made.status == 0, "\(made.text)")
    }

    @Test("A whole journal holds its root, says what is proven and what is not, and has the root in log and health")
    func sound() throws {
        let (site, root) = try stoppedSite()
        let plain = try site.refbus("journal", "verify")
        #expect(plain.status == 0)
        #expect(plain.text.contains("Not proven: that\nnobody did both"))
        let kept = try site.refbus("journal", "verify", "--root", root)
        #expect(kept.status == 0)
        #expect(kept.text.contains("Holds: \(root)\nProven: the first "), "\(kept.text)")
        try site.start("aggregator")
        #expect(try site.refbus("status").text.contains(":sha256:"))
        try eventually("the log has it") { site.log(of: "aggregator").contains(":sha256:") }
        #expect(try site.refbus("journal", "verify", "--root", root).status == 0)
        let wrong = try site.refbus("journal", "verify", "--root", "21:sha256:00")
        #expect(wrong.status == 2 && wrong.text.contains("--root 21:sha256:00: expected"), "\(wrong.text)")
    }

    @Test(
        "Effects that were deleted show, whatever else was changed with them",
        arguments: [
            (["DELETE FROM effect"], " effects that were recorded are gone, the first of entry "),
            (["DELETE FROM effect", "UPDATE judged SET through = 0"], " on are not recorded: they were deleted"),
            (["DELETE FROM effect", "DELETE FROM judged"], "it does not say how far judgement had come"),
            (
                ["DELETE FROM effect WHERE (position, ordinal) IN (SELECT position, ordinal FROM effect LIMIT 1)"],
                "1 effects that were recorded are gone, the first of entry "
            ),
            (
                ["INSERT INTO effect VALUES (2, 9, '{}')"],
                "1 effects are recorded that the entries do not give, the first at entry 2"
            ),
            (
                ["UPDATE judged SET through = 2"],
                " effects are recorded after entry 2, to which judgement is said to have come"
            ),
        ]
    )
    func effects(sql: [String], says: String) throws {
        let (site, _) = try stoppedSite()
        for one in sql { try damage(site, "derived.sqlite", one) }
        let found = try site.refbus("journal", "verify")
        #expect(found.status == 1)
        #expect(found.text.contains(says), "\(found.text)")
    }

    @Test("Last entries that were cut off with all their traces show with the root")
    func cutOff() throws {
        let (site, root) = try stoppedSite()
        let last = try #require(root.split(separator: ":").first)
        // Down to the commit before, with everything that speaks of what came after it.
        let seal = "SELECT max(through) FROM seal"
        try damage(
            site,
            "journal.sqlite",
            "DELETE FROM seal WHERE through = \(last)",
            "DELETE FROM entry WHERE position > (\(seal))",
            "DELETE FROM name_run WHERE through > (\(seal))",
            "DELETE FROM agency WHERE id NOT IN (SELECT agency FROM entry)"
        )
        try damage(
            site,
            "derived.sqlite",
            "ATTACH '\(site.folder)/data/aggregator/journal.sqlite' AS journal",
            "DELETE FROM effect WHERE position > (\(seal))",
            "DELETE FROM notice WHERE CAST(substr(id, 3) AS INTEGER) > (\(seal))",
            "UPDATE judged SET through = (\(seal)), position = 0"
        )
        #expect(try site.refbus("journal", "verify").status == 0)
        let found = try site.refbus("journal", "verify", "--root", root)
        #expect(found.status == 1)
        #expect(found.text.contains("the others were cut off, or this is an older copy"), "\(found.text)")
    }

    @Test(
        "A derived file that is taken away shows, is made anew at the next start, loudly, and nothing is missing then"
    )
    func derivedFileLost() throws {
        let (site, root) = try stoppedSite()
        let before = try site.refbus("journal", "verify").text
        let notices = try site.refbus("notices", "merseyside-police", "--json").text
        let path = "\(site.folder)/data/aggregator/derived.sqlite"
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
        let lost = try site.refbus("journal", "verify", "--root", root)
        #expect(lost.status == 1 && lost.text.contains("derived.sqlite is not beside the journal"), "\(lost.text)")
        #expect(try site.refbus("notices", "merseyside-police").status != 0)

        try site.start("aggregator")
        #expect(site.log(of: "aggregator").contains("Effects and notices are made anew from the journal"))
        try eventually("all is recorded again", seconds: 60) {
            let now = try site.refbus("journal", "verify").text
            return now.contains("all as recorded") && !now.contains("not recorded yet")
        }
        #expect(site.stop("aggregator") < 5)
        let after = try site.refbus("journal", "verify", "--root", root)
        #expect(after.status == 0, "\(after.text)")
        #expect(after.text.split(separator: "\n").first == before.split(separator: "\n").first)
        #expect(try site.refbus("notices", "merseyside-police", "--json").text == notices)
    }
}
