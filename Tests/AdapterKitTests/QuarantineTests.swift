import AdapterKit
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing

@Suite("Quarantine")
struct QuarantineTests {
    private let world: AdapterWorld
    private static let rejected = "inbox/quarantine/notes_1.csv.rejected.csv"
    private static let reasons = "inbox/quarantine/notes_1.csv.reasons.txt"

    init() throws { world = try AdapterWorld() }

    @Test("A bad row is set aside with the reason and the header; the good ones go out")
    func setAside() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,giftss\nN-3,C-3,2016,gifts\n")
        try await world.poll()
        #expect(try await world.events() == ["concern.observed notes-N-1-observed"])
        #expect(
            try world.text(Self.rejected) == "Ref,Child,Seen,Sign\nN-2,C-2,02/01/2016,giftss\nN-3,C-3,2016,gifts\n"
        )
        let reasons = try world.text(Self.reasons)
        #expect(
            reasons.contains("row 2, line 3: column 'Sign', field data.indicators: the value is not in the code list")
        )
        #expect(reasons.contains("row 3, line 4: column 'Seen', field time: expected a date"))
        #expect(!reasons.contains("giftss") && !reasons.contains("C-2"))
        #expect(try Files.information(world.folder(Self.rejected))?.modeText == "0600")
        #expect(try Files.information(world.folder(Self.reasons))?.modeText == "0600")
        #expect(try Files.information(world.folder("inbox/quarantine"))?.modeText == "0700")
    }

    @Test("The mended row alone, moved back into the inbox, becomes its event, and nothing else happens")
    func mended() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try await world.settleAll()
        try Files.remove(world.folder(Self.rejected))
        try world.drop("N-2,C-2,02/01/2016,gifts\n", as: "notes_1.csv.rejected.csv")
        #expect(try await world.poll() == 1)
        #expect(try await world.events() == ["concern.observed notes-N-2-observed"])
    }

    @Test("When all rows were mended and read, their reasons are gone as well")
    func reasonsGo() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try Files.remove(world.folder(Self.rejected))
        try world.drop("N-2,C-2,02/01/2016,gifts\n", as: "notes_1.csv.rejected.csv")
        try await world.poll()
        #expect(try world.quarantine() == [])
    }

    @Test("A row that is mended in the export itself leaves the old one in quarantine, with its reasons")
    func mendedInExport() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        let before = try world.text(Self.reasons)
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,gifts\n")
        #expect(try await world.poll() == 1)
        #expect(try await world.events().last == "concern.observed notes-N-2-observed")
        #expect(try world.quarantine() == ["notes_1.csv.reasons.txt", "notes_1.csv.rejected.csv"])
        #expect(try world.text(Self.reasons) == before)
    }

    @Test("Reasons of rows come back when the file, refused as a whole meanwhile, is read again")
    func refusedMeanwhile() async throws {
        try world.drop("N-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try world.drop("N-1,C-1,gifts\n", header: "Ref,Child,Sign\n")
        try await world.poll()
        #expect(try world.text(Self.reasons).contains("was not read"))
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        #expect(try world.text(Self.reasons).contains("the value is not in the code list"))
        #expect(try world.quarantine() == ["notes_1.csv.reasons.txt", "notes_1.csv.rejected.csv"])
    }

    @Test("A mended row that is still wrong goes back to the same place, with the new reason")
    func stillWrong() async throws {
        try world.drop("N-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try Files.remove(world.folder(Self.rejected))
        try world.drop("N-2,C-2,2016,gifts\n", as: "notes_1.csv.rejected.csv")
        try await world.poll()
        #expect(try world.text(Self.rejected) == "Ref,Child,Seen,Sign\nN-2,C-2,2016,gifts\n")
        #expect(try world.text(Self.reasons).contains("field time"))
    }

    @Test("A row that is rejected again and again stands in quarantine once")
    func once() async throws {
        try world.drop("N-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try world.drop("N-2,C-2,02/01/2016,giftss\nN-3,C-3,02/01/2016,gifts\n")
        try await world.poll()
        #expect(try world.text(Self.rejected) == "Ref,Child,Seen,Sign\nN-2,C-2,02/01/2016,giftss\n")
    }

    @Test("A row that is not in the next day's file of the same name stays in quarantine")
    func kept() async throws {
        try world.drop("N-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try world.drop("N-3,C-3,02/01/2016,trruant\n")
        try await world.poll()
        #expect(
            try world.text(Self.rejected)
                == "Ref,Child,Seen,Sign\nN-2,C-2,02/01/2016,giftss\nN-3,C-3,02/01/2016,trruant\n"
        )
    }

    @Test("A mended mapping lets the rows out, without anybody dropping anything")
    func mendedMapping() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try await world.use(mapping: AdapterWorld.notes(signs: "codes:\n  sign: { gifts: gifts, giftss: gifts }"))
        #expect(try await world.poll() == 1)
        #expect(try await world.events().last == "concern.observed notes-N-2-observed")
        #expect(try world.quarantine() == [])
    }

    @Test("A file that a person edits in the quarantine is never written over")
    func edited() async throws {
        try world.drop("N-2,C-2,02/01/2016,giftss\n")
        try await world.poll()
        try world.folder.write("Ref,Child,Seen,Sign\nN-2,C-2,02/01/2016,gif", to: Self.rejected)
        try world.drop("N-2,C-2,02/01/2016,giftss\nN-3,C-3,02/01/2016,trruant\n")
        try await world.poll()
        #expect(try world.text(Self.rejected).hasSuffix("gif"))
        let second = "inbox/quarantine/notes_1.csv.rejected-2.csv"
        #expect(try world.text(second).hasSuffix("N-3,C-3,02/01/2016,trruant\n"))
        try Files.move(world.folder(second), to: world.folder("inbox/notes_1.csv.rejected-2.csv"))
        try world.drop("N-3,C-3,02/01/2016,truant\n", as: "notes_1.csv.rejected-2.csv")
        try await world.poll()
        #expect(try await world.events() == ["concern.observed notes-N-3-observed"])
    }

    @Test("Line ends, encoding and quoted line breaks of a rejected row stay as they were")
    func asItWas() async throws {
        let header = "\u{FEFF}Ref,Child,Seen,Sign,\"Free\r\ntext\"\r\n"
        let row = "N-2,C-2,02/01/2016,giftss,\"one\r\ntwo, \"\"three\"\"\"\r\n"
        try world.drop("N-1,C-1,01/01/2016,gifts,x\r\n" + row, header: header)
        try await world.poll()
        #expect(try world.text(Self.rejected) == header + row)
    }

    @Test("A file for which there is no mapping is named once, with what is known, and read when there is one")
    func unknown() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n", as: "memos_1.csv")
        #expect(try await world.poll() == 0)
        let reasons = "inbox/quarantine/memos_1.csv.reasons.txt"
        #expect(try world.text(reasons).contains("No mapping is for a file of this name"))
        #expect(try world.text(reasons).contains("'notes_*.csv'"))
        try Files.remove(world.folder(reasons))
        try await world.poll()
        #expect(try world.quarantine() == [])
        let wider = AdapterWorld.notes.replacing("\"notes_*.csv\"", with: "[\"notes_*.csv\", \"memos_*.csv\"]")
        try await world.use(mapping: wider)
        #expect(try await world.poll() == 1)
        #expect(try world.quarantine() == [])
    }

    @Test(
        "A file that is not what its mapping says is refused whole, in words, and read once it is mended",
        arguments: [
            ("Ref,Child,Sign\n", "lacks the column 'Seen'"), ("", "the file is empty"),
            ("Ref;Child;Seen;Sign\n", "delimiter"), ("Ref,Child,Seen,Seen,Sign\n", "stands twice"),
        ]
    )
    func faulty(header: String, says: String) async throws {
        try world.drop(header.isEmpty ? "" : "N-1,C-1,01/01/2016,gifts\n", header: header)
        #expect(try await world.poll() == 0)
        #expect(try world.text(Self.reasons).contains(says))
        #expect(try await world.events() == [])
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        #expect(try await world.poll() == 1)
        #expect(try world.quarantine() == [])
    }

    @Test("A symbolic link in the inbox is not followed, and named once")
    func link() async throws {
        let secret = try world.folder.write(AdapterWorld.header + "N-1,C-1,01/01/2016,gifts\n", to: "elsewhere.csv")
        symlink(secret, world.folder("inbox/notes_1.csv"))
        try await world.poll()
        #expect(try await world.events() == [])
        #expect(try world.text(Self.reasons).contains("it is a symbolic link, and links are not followed here"))
        try Files.remove(world.folder(Self.reasons))
        try await world.poll()
        #expect(try world.quarantine() == [])
    }

    @Test("A pipe in the inbox holds nobody up", .timeLimit(.minutes(1)))
    func pipe() async throws {
        mkfifo(world.folder("inbox/notes_1.csv"), 0o600)
        try world.drop("N-1,C-1,01/01/2016,gifts\n", as: "notes_2.csv")
        #expect(try await world.poll() == 1)
        #expect(try world.text(Self.reasons).contains("is not a plain file"))
    }

    @Test("A wrong mapping does not fill the quarantine for ever")
    func tooMany() async throws {
        try world.drop((1...10_500).map { "N-\($0),C-1,01/01/2016,x\n" }.joined())
        #expect(try await world.poll() == 0)
        #expect(try await world.file().state == .faulty)
        #expect(try await world.file().reason.contains("more than 10000 rows cannot be read"))
    }

    @Test("Rows of JSON Lines are set aside as JSON Lines, and those of a JSON array as an array")
    func json() async throws {
        let mapping = AdapterWorld.notes.replacing("notes_*.csv", with: "notes_*")
        for (format, rows, rejected) in [
            ("json-lines", "{\"Ref\":\"N-1\",\"Child\":\"C\",\"Seen\":\"x\",\"Sign\":\"gifts\"}\n", "jsonl"),
            ("json", "[{\"Ref\":\"N-1\",\"Child\":\"C\",\"Seen\":\"x\",\"Sign\":\"gifts\"}]", "json"),
        ] {
            let world = try AdapterWorld(mapping: mapping.replacing("format: csv", with: "format: \(format)"))
            try world.drop(rows, as: "notes_1.\(rejected)", header: "")
            #expect(try await world.poll() == 1)
            let name = "notes_1.\(rejected).rejected.\(rejected)"
            #expect(try world.quarantine().contains(name))
            try Files.move(world.folder("inbox/quarantine/\(name)"), to: world.folder("inbox/\(name)"))
            let mended = try world.text("inbox/\(name)").replacing("\"x\"", with: "\"01/01/2016\"")
            try world.folder.write(mended, to: "inbox/\(name)")
            #expect(try await world.poll() == 1)
            #expect(try await world.events() == ["concern.observed notes-N-1-observed"])
        }
    }
}
