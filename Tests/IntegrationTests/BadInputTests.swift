import Foundation
import Testing

@Suite("Bad input gets one clear sentence and loses nothing", .serialized)
struct BadInputTests {
    /// A planned event may lie as far ahead as it does.
    private static let reviewedInFifteenYears =
        #""episode":"M-9","category":"missing","reviewDue":"2041-01-01T09:00:00Z""#

    @Test("What is wrong in a file of events is refused one by one, with where and why")
    func refusals() throws {
        let site = try TestSite()
        try site.start("aggregator")
        let agency = "merseyside-police"
        let lines: [(line: String, says: String)] = [
            (sampleEvent(agency, 1, child: 1), ""),
            (sampleEvent("whiston-health", 2, child: 1), "line 2: wrong-source at $.source"),
            (sampleEvent(agency, 3, kind: "missing.weird", child: 1), "line 3: unknown-type at $.type"),
            (sampleEvent(agency, 1, child: 2), "line 4: same-id-other-content at $.id"),
            (String(sampleEvent(agency, 5, child: 1).dropLast(9)), "line 5: not-json"),
            (
                sampleEvent(agency, 6, child: 1).replacing("2026-01-01T00:06:00Z", with: "01/02/2026"),
                "line 6: bad-time at $.time"
            ),
            (
                sampleEvent(agency, 8, child: 1).replacing("2026-01-01", with: "2126-01-01"),
                "line 7: bad-time at $.time: Expected a time at which it has happened"
            ),
            (
                sampleEvent(agency, 9, kind: "missing.reported", child: 1, data: Self.reviewedInFifteenYears), ""
            ),
            (sampleEvent(agency, 7, child: 1), ""),
            (sampleEvent(agency, 1, child: 1), ""),
        ]
        let file = "\(site.folder)/events.jsonl"
        try lines.map(\.line).joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let result = try site.refbus("publish", file, "--as", agency)
        #expect(result.status == 1)
        for says in lines.map(\.says) {
            #expect(says.isEmpty || result.text.contains(says), "\(says) in \(result.text)")
        }
        #expect(result.text.contains("4 accepted, 6 refused"))
        #expect(!result.text.contains("Ada"), "a refusal names nobody")
        #expect(try site.refbus("journal", "verify").status == 0)
    }

    @Test("A revoked key is shut out at once, and a wrong one never gets in")
    func keys() throws {
        let site = try TestSite()
        try site.start("aggregator")
        let file = "\(site.folder)/events.jsonl"
        try sampleEvent("merseyside-police", 1, child: 1).write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try site.refbus("keys", "revoke", "merseyside-police").status == 0)
        try eventually("the register is read again") {
            site.log(of: "aggregator").contains("Register, rules and settings read again")
        }
        let revoked = try site.refbus("publish", file, "--as", "merseyside-police", "--patience", "5")
        #expect(revoked.status != 0)
        #expect(revoked.text.contains("does not let this key in"), "\(revoked.text)")
        let other = try TestSite()
        try FileManager.default.removeItem(atPath: "\(site.folder)/keys/sample-house.key")
        try FileManager.default.copyItem(
            atPath: "\(other.folder)/keys/sample-house.key",
            toPath: "\(site.folder)/keys/sample-house.key"
        )
        let stranger = try site.refbus("publish", file, "--as", "sample-house", "--patience", "5")
        #expect(stranger.text.contains("does not let this key in"), "\(stranger.text)")
    }

    @Test(
        "A broken configuration is found by check, in a sentence with file and line",
        arguments: [
            (
                "aggregator.yaml", "publish:", "publich:", "aggregator.yaml:",
                "unknown key 'publich', did you mean 'publish'?"
            ),
            ("aggregator.yaml", "tcp://127.0.0.1:", "udp:", "aggregator.yaml:", "expected an address such as"),
            (
                "rules/repeated-referrals.yaml", "severity:", "sevrity:", "repeated-referrals.yaml:",
                "did you mean 'severity'?"
            ),
            ("agencies.yaml", "sector: police", "sektor: police", "agencies.yaml:", "did you mean 'sector'?"),
        ]
    )
    func check(file: String, old: String, new: String, where place: String, says: String) throws {
        let site = try TestSite()
        let path = "\(site.folder)/Config/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing(old, with: new, maxReplacements: 1).write(toFile: path, atomically: true, encoding: .utf8)
        let result = try TestSite.run("aggregator", ["check", "--config", site.configuration(of: "aggregator")])
        #expect(result.status == 1)
        #expect(result.text.contains(place) && result.text.contains(says), "\(result.text)")
    }

    @Test("A port that is taken, and a key that others can read, are said in a sentence")
    func refusesToStart() throws {
        let site = try TestSite()
        try site.start("aggregator")
        let other = try TestSite()
        let path = other.configuration(of: "aggregator")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\(other.port)", with: "\(site.port)").write(toFile: path, atomically: true, encoding: .utf8)
        let taken = try TestSite.run("aggregator", ["--config", path])
        #expect(taken.status == 1)
        #expect(taken.text.contains("address already in use"), "\(taken.text)")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: "\(other.folder)/keys/aggregator.key"
        )
        let readable = try TestSite.run("aggregator", ["check", "--config", path])
        #expect(readable.status == 1)
        #expect(readable.text.contains("aggregator.key"), "\(readable.text)")
    }

    @Test(
        "Each daemon goes on after SIGHUP, and drains and ends within five seconds of SIGTERM",
        arguments: ["aggregator", "merseyside-police", "cse-desk"]
    )
    func drains(name: String) throws {
        let site = try TestSite()
        try site.start("aggregator")
        if name != "aggregator" { try site.start(name) }
        site.hangUp(name)
        try eventually("\(name) was told: \(site.log(of: name))") { site.log(of: name).lowercased().contains("reread") }
        #expect(site.isRunning(name))
        #expect(site.stop(name) < 5)
        #expect(site.log(of: name).contains("Drained"), "\(site.log(of: name))")
    }
}
