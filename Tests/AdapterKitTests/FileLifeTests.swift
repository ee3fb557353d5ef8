import AdapterKit
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing

@Suite("The life of a file")
struct FileLifeTests {
    private let world: AdapterWorld

    init() throws { world = try AdapterWorld() }

    @Test("A finished export is read, and its rows become events")
    func first() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,truant\n")
        #expect(try await world.poll() == 1)
        #expect(
            try await world.events() == ["concern.observed notes-N-1-observed", "concern.observed notes-N-2-observed"]
        )
        #expect(try world.text("inbox/notes_1.csv").hasPrefix("Ref,"))
        #expect(try world.quarantine() == [])
    }

    @Test("The same file again gives nothing: left alone, touched, dropped anew, or under another name")
    func again() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await world.poll()
        #expect(try await world.poll() == 0)
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        #expect(try await world.poll() == 0)
        try world.drop("N-1,C-1,01/01/2016,gifts\n", as: "notes_2.csv")
        #expect(try await world.poll() == 1)
        #expect(try await world.events().count == 1)
    }

    @Test("An old export dropped again does not turn back what a newer one corrected")
    func oldAgain() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await world.poll()
        try world.drop("N-1,C-1,01/01/2016,truant\n", as: "notes_2.csv")
        try await world.poll()
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await world.poll()
        #expect(
            try await world.events()
                == [
                    "concern.observed notes-N-1-observed",
                    "event.corrected notes-N-1-observed-r2 of notes-N-1-observed",
                ]
        )
    }

    @Test("A grown file gives its new rows only")
    func grown() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await world.poll()
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,gifts\n")
        try await world.poll()
        #expect(try await world.events().map { String($0.suffix(18)) } == ["notes-N-1-observed", "notes-N-2-observed"])
        #expect(try await world.file().tally.unchanged == 1)
    }

    @Test("Events that a row never made are no repetitions")
    func absent() async throws {
        let world = try AdapterWorld(mapping: AdapterWorld.notes + "\n" + Self.second)
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,01/01/2016,truant\n")
        try await world.poll()
        let tally = try await world.file().tally
        #expect(tally.published == 3 && tally.unchanged == 0 && tally.absent == 1)
    }

    /// Another event of the same row, which only truants make.
    private static let second = """
          - type: concern.observed
            name: again
            when: { Sign: [truant] }
            time: Seen
            data:
              indicators: { column: Sign, codes: sign }
        """

    @Test("A changed row is a correction of what it said first, each time")
    func corrected() async throws {
        for sign in ["gifts", "truant", "gifts"] {
            try world.drop("N-1,C-1,01/01/2016,\(sign)\n")
            try await world.poll()
        }
        #expect(
            try await world.events() == [
                "concern.observed notes-N-1-observed", "event.corrected notes-N-1-observed-r2 of notes-N-1-observed",
                "event.corrected notes-N-1-observed-r3 of notes-N-1-observed",
            ]
        )
    }

    @Test("What was settled is trimmed, and still remembered")
    func remembered() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await world.poll()
        try await world.settleAll()
        #expect(try await world.events() == [])
        try world.restart()
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-1,01/01/2016,gifts\n")
        try await world.poll()
        #expect(try await world.events() == ["concern.observed notes-N-2-observed"])
        #expect(world.outbox.last == 2)
    }

    @Test("Files are read in the order in which they were written, not in that of their names")
    func order() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n", as: "notes_b.csv")
        try world.drop("N-1,C-1,01/01/2016,truant\n", as: "notes_a.csv")
        try await world.poll()
        #expect(try await world.events().last == "event.corrected notes-N-1-observed-r2 of notes-N-1-observed")
    }

    @Test("A file is not taken while it grows, and then whole")
    func growing() async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        #expect(try await world.source.poll() == 0)
        world.clock.advance(by: .seconds(4))
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/0")
        #expect(try await world.source.poll() == 0)
        world.clock.advance(by: .seconds(4))
        try world.drop("N-1,C-1,01/01/2016,gifts\nN-2,C-2,02/01/2016,gifts\n")
        #expect(try await world.source.poll() == 0)
        world.clock.advance(by: .seconds(5))
        #expect(try await world.source.poll() == 1)
        #expect(try await world.events().count == 2)
        #expect(try world.quarantine() == [])
    }

    @Test(
        "Files that are not finished, not exports, or not files are left alone",
        arguments: [".notes_1.csv", "notes_1.csv.part", "notes_1.csv.tmp", "~$notes_1.csv", "notes_1.csv~"]
    )
    func ignored(name: String) async throws {
        try world.drop("N-1,C-1,01/01/2016,gifts\n", as: name)
        try Files.makeFolder(world.folder("inbox/notes_folder.csv"))
        #expect(try await world.poll() == 0)
        #expect(try world.quarantine() == [])
    }

    @Test("An export that was read is put aside where the agency wants that, and never over another")
    func putAside() async throws {
        let source = FolderSource(
            FolderSettings(inbox: world.folder("inbox"), settle: .zero, done: .move),
            agency: AdapterWorld.agency,
            mappings: world.mappings,
            outbox: world.outbox,
            clock: world.clock
        )
        try world.drop("N-1,C-1,01/01/2016,gifts\n")
        try await source.poll()
        try world.drop("N-1,C-1,01/01/2016,truant\n")
        try await source.poll()
        #expect(try Files.names(in: world.folder("inbox")) == ["done"])
        #expect(try Files.names(in: world.folder("inbox/done")) == ["2-notes_1.csv", "notes_1.csv"])
        #expect(try await world.events().count == 2)
    }

    @Test("The outbox at its bound pauses the reading, which goes on where it stopped once there is room")
    func bound() async throws {
        let world = try AdapterWorld(limits: OutboxLimits(events: 3, bytes: 1 << 20))
        try world.drop((1...10).map { "N-\($0),C-1,01/01/2016,gifts\n" }.joined())
        _ = try await world.source.poll()
        world.clock.advance(by: .seconds(5))
        let source = world.source
        let polling = Task { try await source.poll() }
        var seen: [String] = []
        while seen.count < 10 {
            while world.outbox.load.events == 0 { await Task.yield() }
            #expect(world.outbox.load.events <= 3)
            seen += try await world.events()
            try await world.settleAll()
            world.clock.advance(by: .seconds(2))
        }
        while world.clock.sleeperCount > 0 { world.clock.advance(by: .seconds(2)) }
        #expect(try await polling.value == 1)
        #expect(seen == (1...10).map { "concern.observed notes-N-\($0)-observed" })
    }
}
