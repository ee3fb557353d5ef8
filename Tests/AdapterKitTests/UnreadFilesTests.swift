import AdapterKit
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing

@Suite("What lies unread is told where people look")
struct UnreadFilesTests {
    private let world: AdapterWorld
    private let health: Health
    private let source: FolderSource

    init() throws {
        world = try AdapterWorld()
        health = Health(program: "sample", clock: world.clock)
        source = FolderSource(
            FolderSettings(inbox: world.folder("inbox"), settle: .zero),
            agency: AdapterWorld.agency,
            mappings: world.mappings,
            outbox: world.outbox,
            clock: world.clock,
            health: health
        )
    }

    private var fault: String { health.document()["fault"]?.string ?? "" }

    @Test(
        "A file of an unknown name, one that is faulty and a link are faults of the health until they are mended or gone"
    )
    func unread() async throws {
        try await source.poll()
        #expect(fault == "")
        try world.drop("N-1,C-1,01/01/2016,gifts\n", as: "memos_1.csv")
        try world.drop("N-1,gifts\n", header: "Ref,Sign\n")
        symlink(world.folder("elsewhere.csv"), world.folder("inbox/notes_2.csv"))
        try await source.poll()
        #expect(fault.contains("unread-files: 3"))
        #expect(source.inboxCounts == InboxCounts(unreadFiles: 3, quarantinedRows: 0))
        try await source.poll()
        #expect(fault.contains("unread-files: 3"))
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        for name in ["memos_1.csv", "notes_2.csv"] { try Files.remove(world.folder("inbox/\(name)")) }
        try await source.poll()
        #expect(fault == "")
    }

    @Test("Rows in quarantine are a fault until they are mended, or a person took their file away")
    func quarantined() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,2016,gifts\nN-3,C-3,2016,gifts\n")
        try await source.poll()
        #expect(fault.contains("quarantine: 2 rows wait"))
        try Files.remove(world.folder("inbox/quarantine/notes_1.csv.rejected.csv"))
        try await source.poll()
        #expect(fault == "")
        #expect(source.inboxCounts == InboxCounts())
    }

    @Test("A name that is not UTF-8 is named in the quarantine and in the health, and goes when the file is renamed")
    func notUTF8() async throws {
        let bytes = Array(world.folder("inbox/").utf8) + Array("notes_caf".utf8) + [0xE9] + Array(".csv".utf8)
        let path = bytes.map { CChar(bitPattern: $0) } + [0]
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        close(descriptor)
        for _ in 1...2 {
            try await source.poll()
            #expect(try world.quarantine() == ["notes_caf%E9.csv.reasons.txt"])
            #expect(fault.contains("unread-files: 1"))
        }
        #expect(try world.text("inbox/quarantine/notes_caf%E9.csv.reasons.txt").contains("not text in UTF-8"))
        unlink(path)
        try await source.poll()
        #expect(fault == "")
        #expect(try world.quarantine() == [], "the reason goes with the file")
        close(open(path, O_WRONLY | O_CREAT, 0o600))
        try await source.poll()
        #expect(try world.quarantine() == ["notes_caf%E9.csv.reasons.txt"], "another file of that name is news")
        #expect(fault.contains("unread-files: 1"))
    }

    @Test(
        "A name as long as the file system allows has its rows set aside, and they come back mended",
        arguments: [215, 242]
    )
    func longName(bytes: Int) async throws {
        let name = "notes_" + String(repeating: "n", count: bytes - 10) + ".csv"
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,2016,gifts\n", as: name)
        try await source.poll()
        #expect(fault.contains("quarantine: 1 row waits"))
        let rejected = try #require(try world.quarantine().first { $0.hasSuffix(".rejected.csv") })
        #expect(try world.text("inbox/quarantine/\(rejected)") == "Ref,Child,Seen,Sign\nN-2,C-2,2016,gifts\n")
        try Files.remove(world.folder("inbox/quarantine/\(rejected)"))
        try world.drop("N-2,C-2,02/01/2016,gifts\n", as: rejected)
        try await source.poll()
        #expect(try await world.events().last == "concern.observed notes-N-2-observed")
        #expect(fault == "")
    }

    @Test("Two long names of one beginning do not stand in one file")
    func twoLongNames() async throws {
        for ending in ["a", "b"] {
            try world.drop("N-1,C-1,gifts\n", as: "memos_" + String(repeating: "n", count: 230) + ending + ".csv")
        }
        try await source.poll()
        #expect(try world.quarantine().count == 2)
    }

    @Test("An inbox that cannot be listed, and a quarantine that cannot be written, are faults for as long as it is so")
    func foldersBack() async throws {
        let (inbox, away) = (world.folder("inbox"), world.folder("away"))
        try Files.move(inbox, to: away)
        try await source.poll()
        #expect(fault.contains("cannot be listed"))
        try Files.move(away, to: inbox)
        try await source.poll()
        #expect(fault == "")
        // A file where the folder should be.
        try world.folder.write("", to: "inbox/quarantine")
        try world.drop("N-1,C-1,2016,gifts\n")
        try await source.poll()
        #expect(fault.contains("the quarantine cannot be written"))
        try Files.remove(world.folder("inbox/quarantine"))
        try await source.poll()
        #expect(fault == "quarantine: 1 row waits to be mended")
    }

    @Test("Mappings that differ from those in use, and why, are told for as long as they do")
    func mappings() async throws {
        let watch = MappingWatch(world.folder("mappings"), for: source, health: health, logger: .silent)
        func edit(_ text: String, thenReread: Bool = false) async throws -> String {
            world.age(try world.folder.write(text, to: "mappings/notes.yaml"))
            if thenReread { await watch.reread() } else { await watch.compareWithDisk() }
            return fault
        }
        let other = AdapterWorld.notes(more: "title: Other")
        #expect(try await edit(AdapterWorld.notes) == "")
        #expect(try await edit("mapping: notes\nmatsch: x\n", thenReread: true).contains("unknown key 'matsch'"))
        #expect(try await edit("mapping: notes\nmutch: x\n").contains("unknown key 'mutch'"))
        #expect(try await edit(other).hasPrefix("mappings changed since they were read"))
        #expect(try await edit(other, thenReread: true) == "")
        #expect(try await edit(AdapterWorld.notes).hasPrefix("mappings changed since they were read"))
        #expect(try await edit(other) == "")
    }
}
