import AdapterKit
import DaemonKit
import Glibc
import SafeguardingModel
import TestKit
import Testing

@Suite("An older export never turns a record back")
struct OlderExportTests {
    private static let again = """
          - type: concern.observed
            name: again
            when: { Sign: [truant] }
            time: Seen
            data:
              indicators: { column: Sign, codes: sign }
        """

    /// Puts a file into the inbox as it was made so many hours before noon.
    private func drop(_ rows: String, as name: String, hours: Int, _ world: AdapterWorld) throws {
        let path = try world.folder.write(AdapterWorld.header + rows, to: "inbox/\(name)")
        let time = timespec(tv_sec: 1_451_908_800 - hours * 3_600, tv_nsec: 0)
        var times = [time, time]
        utimensat(AT_FDCWD, path, &times, 0)
    }

    @Test("What a newer export said stays: nothing is corrected, withdrawn or added; a record never seen is")
    func older() async throws {
        let world = try AdapterWorld(mapping: AdapterWorld.notes + "\n" + Self.again)
        try drop("N-1,C-1,01/01/2016,truant\nN-2,C-2,01/01/2016,gifts\n", as: "notes_b.csv", hours: 1, world)
        try await world.poll()
        let before = try await world.events()
        try drop(
            "N-1,C-1,01/01/2016,gifts\nN-2,C-2,01/01/2016,truant\nN-3,C-3,01/01/2016,gifts\n",
            as: "notes_a.csv",
            hours: 48,
            world
        )
        try await world.poll()
        #expect(try await world.events() == before + ["concern.observed notes-N-3-observed"])
        #expect(try await world.file("notes_a.csv").tally.older == 2)
    }

    @Test("Also where the newer one only said again what was known, and over an older file's name")
    func saidAgain() async throws {
        let world = try AdapterWorld()
        for (name, sign, hours) in [("1", "gifts", 50), ("2", "gifts", 2), ("3", "truant", 24), ("2", "truant", 30)] {
            try drop("N-1,C-1,01/01/2016,\(sign)\n", as: "notes_\(name).csv", hours: hours, world)
            try await world.poll()
        }
        #expect(try await world.events() == ["concern.observed notes-N-1-observed"])
        try drop("N-1,C-1,01/01/2016,truant\n", as: "notes_4.csv", hours: 1, world)
        try await world.poll()
        #expect(try await world.events().last == "event.corrected notes-N-1-observed-r2 of notes-N-1-observed")
    }

    @Test("An older full export withdraws nothing, and brings nothing back that a newer one lacked")
    func full() async throws {
        let world = try AdapterWorld(mapping: AdapterWorld.notes(more: "full: true"))
        func rows(_ numbers: [Int]) -> String { numbers.map { "N-\($0),C-1,01/01/2016,gifts\n" }.joined() }
        try drop(rows([1, 2, 3]), as: "notes_1.csv", hours: 40, world)
        try await world.poll()
        try drop(rows([1, 2, 4]), as: "notes_3.csv", hours: 10, world)
        try await world.poll()
        let before = try await world.events()
        #expect(before.last == "event.withdrawn notes-N-3-observed-r2 of notes-N-3-observed")
        try drop(rows([1, 3]), as: "notes_2.csv", hours: 20, world)
        try await world.poll()
        #expect(try await world.events() == before)
    }

    @Test("A row that was mended is no newer than the export in which it stood")
    func mended() async throws {
        let world = try AdapterWorld()
        try drop("N-1,C-1,2016,gifts\n", as: "notes_1.csv", hours: 40, world)
        try await world.poll()
        try drop("N-1,C-1,01/01/2016,truant\n", as: "notes_2.csv", hours: 20, world)
        try await world.poll()
        let rejected = "quarantine/notes_1.csv.rejected.csv"
        try Files.remove(world.folder("inbox/\(rejected)"))
        try drop("N-1,C-1,01/01/2016,gifts\n", as: "notes_1.csv.rejected.csv", hours: 0, world)
        try await world.poll()
        #expect(try await world.events() == ["concern.observed notes-N-1-observed"])
        #expect(try await world.file("notes_1.csv.rejected.csv").tally.older == 1)
    }

    @Test("A file from a clock that is ahead does not make every later export an old one")
    func ahead() async throws {
        let world = try AdapterWorld()
        try drop("N-1,C-1,01/01/2016,gifts\n", as: "notes_1.csv", hours: -90_000, world)
        try await world.poll()
        world.clock.advance(by: .hours(2))
        try drop("N-1,C-1,01/01/2016,truant\n", as: "notes_2.csv", hours: -1, world)
        try await world.poll()
        #expect(try await world.events().last == "event.corrected notes-N-1-observed-r2 of notes-N-1-observed")
    }
}
