import AdapterKit
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing
import ZeroMQ

struct SampleAdapter: AdapterProgram {
    static let name = "residential-adapter"
    static let abstract = "For tests."
    static let sector: Sector? = .residential
    let adapter: Adapter
}

/// A site with one agency, as `refbus init` makes it, and the keys that belong to it.
struct SampleSite {
    let folder: Scratch
    let server = CurveKeyPair.generate()
    let client = CurveKeyPair.generate()

    init(port: Int = 1, http: String = "") throws {
        folder = try Scratch()
        for (name, keys) in [("sample-house", client), ("aggregator", server)] {
            let file = KeyFile(name: name, publicKey: keys.publicKey.z85, secretKey: Secret(keys.secretKey.z85))
            try Files.makeFolder(folder("keys"))
            try file.write(to: folder("keys/\(name).key"))
            try file.publicHalf.write(to: folder("keys/\(name).pub"))
        }
        try folder.write(
            "agency: sample-house\naggregator: { publish: \"tcp://127.0.0.1:\(port)\" }\nsettle: 0\n\(http)\n",
            to: "Config/agencies/sample-house/adapter.yaml"
        )
        try folder.write(AdapterWorld.notes(more: "samples: [notes_a.csv]"), to: Self.mapping)
        try folder.write(
            AdapterWorld.header + "N-1,C-1,01/01/2016,gifts\n",
            to: "Config/agencies/sample-house/samples/notes_a.csv"
        )
        try folder.write(Self.expected + "\n", to: "Config/agencies/sample-house/samples/notes_a.expected.jsonl")
        try Files.makeFolder(folder("inbox/sample-house"))
    }

    static let mapping = "Config/agencies/sample-house/mappings/notes.yaml"

    static let expected = """
        {"specversion":"1.0","id":"notes-N-1-observed","source":"/sample-house/notes",\
        "type":"referralbus.v1.concern.observed","time":"2016-01-01","recordedtime":"2026-01-05T09:00:00Z",\
        "subject":"C-1","datacontenttype":"application/json","data":{"child":{"localAuthorityId":"C-1"},\
        "indicators":["gifts"],"precision":"day"}}
        """

    var configuration: String { folder("Config/agencies/sample-house/adapter.yaml") }

    func program() throws -> SampleAdapter { try SampleAdapter(ConfigurationFile(path: configuration)) }
}

@Suite("An adapter's check")
struct AdapterCheckTests {
    private let site: SampleSite

    init() throws { site = try SampleSite() }

    @Test("Of a good site only the missing aggregator is left to complain about")
    func good() async throws {
        #expect(
            try await site.program().faults()
                == ["tcp://127.0.0.1:1: nobody answers; is the aggregator running, is a firewall between?"]
        )
    }

    @Test(
        "Each thing that is broken has its sentence, and none hides another",
        arguments: [
            ("keys/sample-house.key", "nonsense", "is no key file"),
            ("keys/aggregator.pub", "nonsense", "is no key file"),
            (SampleSite.mapping, "mapping: notes\nmatsch: x\n", "unknown key 'matsch'"),
            (
                "Config/agencies/sample-house/samples/notes_a.expected.jsonl", "{}",
                "sample notes_a.csv: line 1: expected"
            ),
        ]
    )
    func broken(file: String, text: String, says: String) async throws {
        try site.folder.write(text, to: file)
        let faults = try await site.program().faults()
        #expect(faults.count == 2)
        #expect(faults.first?.contains(says) == true, "\(faults)")
    }

    @Test("A key that others can read, one of somebody else, and one that is no pair are told apart")
    func keys() async throws {
        let path = site.folder("keys/sample-house.key")
        chmod(path, 0o644)
        #expect(try await site.program().faults().first?.contains("run: chmod 600") == true)
        try Files.remove(path)
        let wrong = KeyFile(
            name: "sample-academy",
            publicKey: site.client.publicKey.z85,
            secretKey: Secret(site.client.secretKey.z85)
        )
        try wrong.write(to: path)
        #expect(try await site.program().faults().first?.contains("this is the key of 'sample-academy'") == true)
        try Files.remove(path)
        let noPair = KeyFile(
            name: "sample-house",
            publicKey: site.server.publicKey.z85,
            secretKey: Secret(site.client.secretKey.z85)
        )
        try noPair.write(to: path)
        #expect(try await site.program().faults().first?.contains("does not belong to the public key") == true)
    }

    @Test("check changes nothing: it makes no folder and no outbox")
    func changesNothing() async throws {
        _ = try await site.program().faults()
        #expect(!Files.exists(site.folder("data")))
    }

    @Test("Without --config the program finds the one agency of its sector")
    func lookup() async throws {
        try site.folder.write(
            "agencies:\n  sample-house: { sector: residential }\n  sample-academy: { sector: education }\n",
            to: "Config/agencies.yaml"
        )
        try site.folder.write("agency: sample-academy\n", to: "Config/agencies/sample-academy/adapter.yaml")
        let root = site.folder.path
        let result = try await #require(processExitsWith: .exitCode(1), observing: [\.standardOutputContent]) {
            [root = root as String] in
            chdir(root)
            await SampleAdapter.main(["check"])
        }
        #expect(String(decoding: result.standardOutputContent, as: UTF8.self).contains("nobody answers"))
    }

    @Test("check says whose the configuration is, and names both sectors where the register says another")
    func registeredElsewhere() async throws {
        #expect(try site.program().servedAgency == "agency sample-house, sector not said here")
        try site.folder.write("agencies:\n  sample-house: { sector: residential }\n", to: "Config/agencies.yaml")
        #expect(try site.program().servedAgency == "agency sample-house, sector residential")
        #expect(try await site.program().faults().count == 1)
        try site.folder.write("agencies:\n  sample-house: { sector: education }\n", to: "Config/agencies.yaml")
        let fault = try await site.program().faults().first
        #expect(
            fault?.contains(
                "agency sample-house of the sector education, and residential-adapter is for the sector residential"
            ) == true
        )
    }

    @Test("A program of another sector says so before it does anything")
    func otherSector() throws {
        let text = try Files.text(site.configuration) + "sector: education\n"
        try Files.write(Array(text.utf8), to: site.configuration)
        let error = #expect(throws: UsageError.self) { try site.program() }
        #expect(error?.description.contains("residential-adapter is for the sector residential") == true)
    }
}

@Suite("What a real export would publish")
struct ExportPreviewTests {
    private let site: SampleSite

    init() throws { site = try SampleSite() }

    private func preview(_ text: String, as name: String) throws -> ExportPreview {
        try ExportPreview(of: site.folder.write(text, to: name), site.program().adapter.configuration)
    }

    @Test("A table of events with the fields that are sent, and none of their values")
    func table() throws {
        let preview = try preview(
            AdapterWorld.header + "N-1,C-1,01/01/2016,gifts\nN-2,C-2,01/01/2016,giftss\n",
            as: "notes_real.csv"
        )
        #expect(
            preview.lines[1].hasPrefix(
                "ROW  LINE  EVENT             TIME        SUBJECT  ID                  FIELDS SENT"
            )
        )
        #expect(
            preview.lines[2]
                == "1    2     concern.observed  2016-01-01  C-1      notes-N-1-observed  child(localAuthorityId) indicators(1) precision"
        )
        #expect(preview.lines[3].hasPrefix("REJECTED row 2 (line 3), column 'Sign': the value is not in the code list"))
        #expect(preview.lines.last == "1 events, 1 rejections; nothing was sent")
        #expect(!preview.isUsable)
        #expect(!Files.exists(site.folder("data")))
    }

    @Test("A file without a mapping, and one that is not what its mapping says, are named")
    func unusable() throws {
        #expect(try preview("x", as: "memo.csv").lines.first?.contains("known: 'notes_*.csv'") == true)
        let faulty = try preview("Ref,Child\n", as: "notes_b.csv")
        #expect(!faulty.isUsable && faulty.lines.contains { $0.contains("lacks the columns 'Seen', 'Sign'") })
    }

    @Test("A long export shows its beginning and counts the rest")
    func long() throws {
        let rows = (1...1_200).map { "N-\($0),C-1,01/01/2016,gifts\n" }.joined()
        let preview = try preview(AdapterWorld.header + rows, as: "notes_long.csv")
        #expect(preview.lines.contains("... and 700 more events") && preview.isUsable)
        #expect(preview.lines.last == "1200 events, 0 rejections; nothing was sent")
    }
}
