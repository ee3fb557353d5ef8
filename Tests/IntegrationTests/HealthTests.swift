import Foundation
import TestKit
import Testing

@Suite("Health is what the daemon can prove at this moment", .serialized)
struct HealthTests {
    @Test(
        "A killed aggregator is not running at once, a stopped one hangs within five seconds, and status says the same"
    )
    func killedAndFrozen() throws {
        let site = try TestSite()
        #expect(try site.health("aggregator").text == "aggregator: not running (it has not run here)\n")
        try site.start("aggregator")
        #expect(try site.health("aggregator").status == 0)
        #expect(try site.refbus("status").status == 0, "what has never run here may run elsewhere")

        site.signal("aggregator", SIGSTOP)
        let asked = Date()
        let frozen = try site.health("aggregator")
        #expect(frozen.status == 1)
        #expect(frozen.text.contains("hangs: the process is there and does not answer within 4 seconds"))
        #expect(Date().timeIntervalSince(asked) < 6)
        site.signal("aggregator", SIGCONT)
        try eventually("it serves again") { try site.health("aggregator").status == 0 }

        site.kill("aggregator")
        let killed = try site.health("aggregator")
        #expect(killed.status == 1)
        #expect(killed.text.contains("not running (it ended without saying so; last heard of at"))
        let status = try site.refbus("status")
        #expect(status.status == 1)
        #expect(status.text.contains("it ended without saying so"))
        try site.start("aggregator")
        #expect(site.stop("aggregator") < 5)
        #expect(try site.health("aggregator").text.contains("not running (stopped at "))
    }

    @Test(
        "A full disk loses nothing, is told before and while it is full in few log lines, and is over when there is room",
        .enabled(if: SmallDisk.isPossible, "needs the right to mount a small disk")
    )
    func fullDisk() throws {
        let site = try TestSite()
        let disk = try #require(SmallDisk(at: "\(site.folder)/data/aggregator", size: "4m"))
        defer { withExtendedLifetime(disk) {} }
        try site.start("aggregator")
        let file = "\(site.folder)/events.jsonl"
        let lines = (1...20_000).map { sampleEvent("merseyside-police", $0, child: $0 % 50) }
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let stuck = try site.refbus("publish", file, "--as", "merseyside-police", "--patience", "6")
        #expect(stuck.status != 0)
        #expect(site.isRunning("aggregator"))
        let health = try site.health("aggregator")
        #expect(health.status == 1)
        #expect(
            health.text.contains("disk-low: ") && health.text.contains("journal-unwritable: no space left"),
            "\(health) \(site.log(of: "aggregator"))"
        )
        #expect(try site.refbus("status").text.contains("journal-unwritable: no space left"))
        let told = site.log(of: "aggregator").split(separator: "\n").filter { $0.contains("Nothing written") }
        #expect((1...10).contains(told.count), "\(told.count) lines")

        #expect(disk.resize("200m"))
        // Nobody sends anything: it finds out by itself.
        try eventually("it is over: \(site.log(of: "aggregator"))", seconds: 10) {
            try site.health("aggregator").status == 0
        }
        let after = try site.refbus("publish", file, "--as", "merseyside-police", "--patience", "60")
        #expect(after.text.contains("20000 accepted, 0 refused"), "\(after.text)")
        #expect(try site.refbus("journal", "verify").status == 0)
    }

    @Test("Rules that were changed and not reread are told, a touched file is not, and a reread ends it")
    func olderRules() throws {
        let site = try TestSite()
        try site.start("aggregator")
        let rule = "\(site.folder)/Config/rules/agencies-converge.yaml"
        let text = try String(contentsOfFile: rule, encoding: .utf8)
        try text.write(toFile: rule, atomically: true, encoding: .utf8)
        #expect(try site.health("aggregator").status == 0)
        try (text + "\n# changed\n").write(toFile: rule, atomically: true, encoding: .utf8)
        let changed = try site.health("aggregator")
        #expect(changed.status == 1)
        #expect(
            changed.text.contains(
                "rules-older-than-disk: Config/rules/agencies-converge.yaml changed since it was read"
            )
        )
        site.hangUp("aggregator")
        try eventually("it is reread") { try site.health("aggregator").status == 0 }
    }

    @Test(
        "A file with a fault is told, and the next start goes on with what held before, and says so",
        arguments: ["Config/rules/agencies-converge.yaml", "Config/identity.yaml", "Config/agencies.yaml"]
    )
    func brokenFile(name: String) throws {
        let site = try TestSite()
        try site.start("aggregator")
        #expect(site.stop("aggregator") < 5)
        let path = "\(site.folder)/\(name)"
        let good = try String(contentsOfFile: path, encoding: .utf8)
        try ("nonsense: [\n" + good).write(toFile: path, atomically: true, encoding: .utf8)
        try site.start("aggregator")
        try #require(site.isRunning("aggregator"), "\(site.log(of: "aggregator"))")
        let health = try site.health("aggregator")
        #expect(health.status == 1)
        #expect(health.text.contains("rules-older-than-disk: what held before still holds"), "\(health.text)")
        #expect(health.text.contains(URL(fileURLWithPath: name).lastPathComponent))

        // Another fault, and then none, are told without a reload; the register is put in force by itself.
        if name != "Config/agencies.yaml" {
            try ("rubbish: [\n" + good).write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try site.health("aggregator").text.contains("because a file has a fault"))
            try good.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try site.health("aggregator").status == 0)
            try (good + "\n# changed\n").write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try site.health("aggregator").text.contains("the files have no fault any more"))
        }
        let event = "\(site.folder)/event.jsonl"
        try sampleEvent("merseyside-police", 1, child: 1).write(toFile: event, atomically: true, encoding: .utf8)
        try good.write(toFile: path, atomically: true, encoding: .utf8)
        let sent = try site.refbus("publish", event, "--as", "merseyside-police", "--patience", "20")
        #expect(sent.text.contains("1 accepted"), "\(sent.text)")
        site.hangUp("aggregator")
        try eventually("all is well again") { try site.health("aggregator").status == 0 }
    }

    @Test("A site that never had a good set does not start with a broken one")
    func brokenAtFirst() throws {
        let site = try TestSite()
        let path = "\(site.folder)/Config/identity.yaml"
        try "nonsense: [\n".write(toFile: path, atomically: true, encoding: .utf8)
        let started = try TestSite.run("aggregator", ["--config", site.configuration(of: "aggregator")])
        #expect(started.status == 1)
        #expect(started.text.contains("identity.yaml"), "\(started.text)")
    }

    @Test(
        "check greets the aggregator: an unknown, a revoked and another server key, and one that is frozen, are told apart"
    )
    func greeting() throws {
        let site = try TestSite()
        let agency = "merseyside-police"
        try site.start("aggregator")
        let good = try site.check(agency)
        #expect(good.status == 0, "\(good.text)")

        site.signal("aggregator", SIGSTOP)
        let frozen = try site.check(agency)
        site.signal("aggregator", SIGCONT)
        #expect(frozen.status == 1)
        #expect(frozen.text.contains("does not answer") && !frozen.text.contains("wrong server key"), "\(frozen.text)")

        let server = "\(site.folder)/keys/aggregator.pub"
        let key = try String(contentsOfFile: server, encoding: .utf8)
        let other = try String(contentsOfFile: "\(site.folder)/keys/sample-house.pub", encoding: .utf8)
        try other.write(toFile: server, atomically: true, encoding: .utf8)
        let stranger = try site.check(agency)
        #expect(stranger.status == 1 && stranger.text.contains("wrong server key"), "\(stranger.text)")
        try key.write(toFile: server, atomically: true, encoding: .utf8)

        #expect(try site.refbus("keys", "revoke", agency).status == 0)
        try eventually("it is denied") {
            let revoked = try site.check(agency)
            return revoked.status == 1 && revoked.text.contains("denied: the aggregator does not admit this key")
        }
    }

    @Test("check of an adapter that runs takes neither its connection nor its notices")
    func greetingBesideAdapter() throws {
        let site = try TestSite()
        try site.start("aggregator")
        try site.start("merseyside-police")
        try eventually("it is connected") { site.log(of: "merseyside-police").contains("Connected to the aggregator") }
        for _ in 0..<3 { #expect(try site.check("merseyside-police").status == 0) }
        #expect(!site.log(of: "merseyside-police").contains("Not connected"))
        #expect(try site.health("merseyside-police").status == 0)
    }
}
