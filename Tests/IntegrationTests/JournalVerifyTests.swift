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
        // What was due since then is told as well.
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

    private func damage(_ site: TestSite, _ sql: String...) throws {
        let program =
            "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nfor s in sys.argv[2:]: c.execute(s)\nc.commit()"
        let path = "\(site.folder)/data/aggregator/journal.sqlite"
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
            (["DELETE FROM effect", "DELETE FROM judged"], "it is not recorded how far judgement had come"),
            (
                ["DELETE FROM effect WHERE (position, ordinal) IN (SELECT position, ordinal FROM effect LIMIT 1)"],
                "1 effects that were recorded are gone, the first of entry "
            ),
            (["UPDATE judged SET through = 2"], "effects are recorded of entry "),
        ]
    )
    func effects(sql: [String], says: String) throws {
        let (site, _) = try stoppedSite()
        for one in sql { try damage(site, one) }
        let found = try site.refbus("journal", "verify")
        #expect(found.status == 1)
        #expect(found.text.contains(says), "\(found.text)")
    }

    @Test("Last entries that were cut off with all their traces show with the root")
    func cutOff() throws {
        let (site, root) = try stoppedSite()
        let last = try #require(root.split(separator: ":").first)
        // Down to the commit before, with everything that speaks of what came after it.
        try damage(
            site,
            "DELETE FROM seal WHERE through = \(last)",
            "DELETE FROM entry WHERE position > (SELECT max(through) FROM seal)",
            "DELETE FROM effect WHERE position > (SELECT max(through) FROM seal)",
            "DELETE FROM name_run WHERE through > (SELECT max(through) FROM seal)",
            "UPDATE judged SET through = (SELECT coalesce(max(position), 0) FROM effect)"
        )
        #expect(try site.refbus("journal", "verify").status == 0)
        let found = try site.refbus("journal", "verify", "--root", root)
        #expect(found.status == 1)
        #expect(found.text.contains("the others were cut off, or this is an older copy"), "\(found.text)")
    }
}
