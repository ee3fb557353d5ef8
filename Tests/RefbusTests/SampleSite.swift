import Aggregator
import DaemonKit
import Desk
import EventFormat
import Foundation
import Journal
import SafeguardingModel
import TestKit

/// A site that `refbus init` made, with a past but without daemons, and files that commands read.
final class SampleSite: Sendable {
    let scratch: Scratch
    var folder: String { scratch("site") }

    /// One for all tests that only read.
    static let shared = Result { try SampleSite() }

    static let start = Instant(seconds: 1_451_898_000)  // Mon 4 Jan 2016 09:00 in London.

    init() throws {
        scratch = try Scratch()
        try Tool.succeed(["init", scratch("fresh"), "--from", ShippedRules.folder.path])
        try FileManager.default.copyItem(atPath: scratch("fresh"), toPath: scratch("site"))
        try writeFiles()
        try writeJournal()
        try writeAccessLog()
    }

    /// Copies another, for a test that writes.
    init(copying other: SampleSite) throws {
        scratch = try Scratch()
        for name in ["site", "files"] {
            try FileManager.default.copyItem(atPath: other.scratch(name), toPath: scratch(name))
        }
    }

    static func copy() throws -> SampleSite { try SampleSite(copying: shared.get()) }

    /// Replaces `$S` by the site, `$N` by one without a past, `$F` by the folder of files, `$P` by the package's Config.
    func words(_ text: String) -> String {
        text.replacing("$S", with: folder).replacing("$N", with: scratch("fresh"))
            .replacing("$F", with: scratch("files")).replacing("$P", with: ShippedRules.folder.path)
    }

    // MARK: Files

    private func writeFiles() throws {
        let files = [
            "people.csv": "id,givenName,familyName,born\n1,Ada,Example,2010-01-01\n2,Ada,Example,2010-01-01\n",
            "truth.csv": "a,b\n1,2\n", "truth-3.csv": "a,b\n1,2,3\n", "header.csv": "id,givenName\n",
            "no-id.csv": "number,givenName\n1,Ada\n", "twice.csv": "id,givenName\n1,Ada\n1,Bea\n",
            "open.csv": "id,givenName\n1,\"Ada\n", "empty-id.csv": "id,givenName\n,Ada\n",
            "columns.yaml": "columns: 1\nforename: x\n", "script.yaml": "columns: 1\n",
            "wrong.yaml": try script().replacing(
                "about: n3, never: true }\n  - {",
                with: "about: n3, by: { day: 3 } }\n  - {"
            ), "right.yaml": try script(),
            "population.yaml": try population(),
            "no-population.yaml": try population().replacing("days:", with: "years:"),
            "events.jsonl": "{}\n",
        ]
        for (name, text) in files { try scratch.write(text, to: "files/\(name)") }
        let rule = try text("rules/repeated-referrals.yaml").replacing("severity: high", with: "severity: critical")
        try scratch.write(rule, to: "files/changed/repeated-referrals.yaml")
        try scratch.write(rule, to: "files/config/rules/repeated-referrals.yaml")
        try scratch.write(
            rule.replacing("reaches: [3, 5, 8]", with: "reaches: [4, 5, 8]"),
            to: "files/failing/rules/repeated-referrals.yaml"
        )
        try scratch.write("rule: x\nwhenever: y\n", to: "files/unread/rules/x.yaml")
        try scratch.write(try manyPeople(), to: "files/many.csv")
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: ShippedRules.folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func script() throws -> String { try text("scripts/n3-asthma.yaml").replacing("permute: 10\n", with: "") }

    /// An authority so small that its year is made in a moment.
    private func population() throws -> String {
        try text("population.yaml").replacing("lookedAfter: 414, others: 2000", with: "lookedAfter: 6, others: 10")
            .replacing("lookedAfter: 46 ", with: "lookedAfter: 2 ").replacing("others: 120 ", with: "others: 2 ")
            .replacing("listedAdults: 150", with: "listedAdults: 2").replacing("copies: 3", with: "copies: 1")
    }

    /// Sixty people, most of them in two records.
    private func manyPeople() throws -> String {
        let (first, second) = (["Al", "Be", "Cor", "Dan", "El"], ["ric", "nda", "win", "mut", "sel"])
        let rows = (1...120).map { row in
            let person = row / 2
            let name = "\(first[person % 5])\(second[person / 5 % 5]),Example \(second[person % 5])\(person / 25)"
            return "\(row),\(name),20\(10 + person % 7)-0\(1 + person % 9)-1\(person % 10)\n"
        }
        return "id,givenName,familyName,born\n\(rows.joined())"
    }

    // MARK: The past

    /// Two children whom a person may have to join, three referrals, and adults whom intelligence names.
    private var events: [(agency: AgencyName, text: String)] {
        let child = #""child":{"givenName":"Adaline","familyName":"Example","born":"2003-05-17"}"#
        let referrals = (1...3).map { number in
            event("merseyside-police", number, "referral.made", "S-1", #"\#(child),"referral":"r\#(number)""#)
        }
        let concern = event(
            "whiston-health",
            4,
            "concern.observed",
            "H-1",
            #"\#(child),"indicators":["sample"],"observedBy":"professional""#
        )
        let people = #""people":[{"label":"a man","handle":"h77"}],"handling":{"audience":"cse-team"}"#
        return referrals + [
            concern, event("merseyside-police", 5, "intelligence.recorded", "S-1", "\(child),\(people)"),
        ]
    }

    private func event(_ agency: AgencyName, _ number: Int, _ kind: String, _ subject: String, _ data: String)
        -> (AgencyName, String)
    {
        let text = """
            {"specversion":"1.0","id":"e-\(number)","source":"/\(agency)/test","type":"referralbus.v1.\(kind)",\
            "time":"2016-01-0\(number)T10:00:00Z","subject":"\(subject)","data":{\(data)}}
            """
        return (agency, text)
    }

    private func writeJournal() throws {
        let site = Site(root: folder)
        let journal = try Journal(path: Path.join(site.data(of: "aggregator"), "journal.sqlite"))
        defer { journal.close() }
        let register = try AgenciesFile(parsing: Files.text(site.agenciesFile), file: site.agenciesFile)
        let configuration = try SiteConfiguration(
            configFolder: site.configuration,
            agencies: register.agencies,
            timezone: "Europe/London"
        )
        let first = Batch.Draft(kind: .configuration, agency: "aggregator", body: EntryCodec.bytes(of: configuration))
        _ = try journal.append(Batch(drafts: [first]), at: Self.start)
        for (number, event) in events.enumerated() {
            let (source, id) = ("/\(event.agency)/test", "e-\(number + 1)")
            let key = Batch.EventKey(source: source, id: id, hash: EventDigest.hash(source: source, id: id))
            let draft = Batch.Draft(kind: .event, agency: event.agency, body: Array(event.text.utf8), name: key)
            _ = try journal.append(Batch(drafts: [draft]), at: Self.start + .days(Int64(number + 1)))
        }
        let derived = try DerivedFile(beside: journal)
        defer { derived.close() }
        var fold = JournalFold()
        var effects: [RecordedEffect] = []
        try fold.run(through: journal, effectsAfter: 0) { effects += $0 }
        try derived.record(effects.map(WrittenEffect.init), through: journal.last)
    }

    private func writeAccessLog() throws {
        let clock = SettableClock(Self.start)
        let log = try AuditLog(folder: Path.join(Site(root: folder).data(of: "cse-desk"), "audit"), clock: clock)
        try log.write(.sawChild, by: "sample.worker", child: ChildID(rawValue: "C-sample"))
        clock.advance(by: .days(1))
        try log.write(.signedOut, by: "sample.worker")
    }
}
