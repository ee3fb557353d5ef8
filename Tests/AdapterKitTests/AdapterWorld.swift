import AdapterKit
import BusProtocol
import DaemonKit
import EventFormat
import Glibc
import MappingKit
import SafeguardingModel
import TestKit
import Testing

/// An adapter's folders, its outbox and a clock, in a place of their own.
///
/// All data is made up.
final class AdapterWorld {
    static let agency: AgencyName = "sample-agency"

    let folder: Scratch
    let clock: SettableClock
    let limits: OutboxLimits
    private(set) var outbox: Outbox
    private(set) var source: FolderSource
    private(set) var mappings: MappingSet

    init(limits: OutboxLimits = OutboxLimits(), mapping: String = AdapterWorld.notes) throws {
        folder = try Scratch()
        clock = SettableClock(try #require(Instant(rfc3339: "2016-01-04T12:00:00Z")))
        self.limits = limits
        for name in ["inbox", "data", "mappings"] { try Files.makeFolder(folder(name)) }
        try folder.write(mapping, to: "mappings/notes.yaml")
        mappings = try MappingSet(folder: folder("mappings"))
        outbox = try Outbox(folder: folder("data"), limits: limits)
        source = FolderSource(
            FolderSettings(inbox: folder("inbox")),
            agency: Self.agency,
            mappings: mappings,
            outbox: outbox,
            clock: clock
        )
    }

    /// As after a crash: everything in memory is gone, what is on disk is read anew.
    func restart() throws {
        outbox.close()
        outbox = try Outbox(folder: folder("data"), limits: limits)
        source = FolderSource(
            FolderSettings(inbox: folder("inbox")),
            agency: Self.agency,
            mappings: mappings,
            outbox: outbox,
            clock: clock
        )
    }

    func use(mapping: String) async throws {
        try folder.write(mapping, to: "mappings/notes.yaml")
        mappings = try MappingSet(folder: folder("mappings"))
        await source.use(mappings)
    }

    static let notes = notes()

    /// A small mapping of concerns, to which a test adds what it is about.
    static func notes(signs: String = "codes:\n  sign: { gifts: gifts, truant: school-absence }", more: String = "")
        -> String
    {
        """
        mapping: notes
        match: "notes_*.csv"
        format: csv
        dates: [dd/MM/yyyy]
        key: { reference: Ref }
        \(signs)
        subject: Child
        child: { localAuthorityId: Child }
        \(more)
        events:
          - type: concern.observed
            time: Seen
            data:
              indicators: { column: Sign, codes: sign }
        """
    }

    static let header = "Ref,Child,Seen,Sign\n"

    // MARK: Files

    /// Puts a file into the inbox, as if it had been written an hour ago.
    @discardableResult
    func drop(_ rows: String, as name: String = "notes_1.csv", header: String = header) throws -> String {
        let path = try folder.write(header + rows, to: "inbox/\(name)")
        age(path)
        return path
    }

    func age(_ path: String) {
        var times = [
            timespec(tv_sec: 1_451_900_000 + ages, tv_nsec: 0), timespec(tv_sec: 1_451_900_000 + ages, tv_nsec: 0),
        ]
        ages += 1
        utimensat(AT_FDCWD, path, &times, 0)
    }

    private var ages = 0

    /// Sees the inbox, lets the files lie still, and sees it again.
    @discardableResult
    func poll() async throws -> Int {
        let first = try await source.poll()
        clock.advance(by: .seconds(5))
        return try await first + source.poll()
    }

    func text(_ name: String) throws -> String { try Files.text(folder(name)) }

    func quarantine() throws -> [String] {
        let path = folder("inbox/quarantine")
        return Files.isFolder(path) ? try Files.names(in: path) : []
    }

    // MARK: The outbox

    /// The events that wait to be sent: kind, id, and the event that it refers to.
    func events() async throws -> [String] {
        try await outbox.pending(after: outbox.settled, limit: 100_000).map(Self.words)
    }

    static func words(_ event: OutboxEvent) throws -> String {
        let json = try JSONReader.read(event.body)
        let kind = json["type"]?.string?.dropFirst(EventKind.typePrefix.count) ?? ""
        let of = json["data"]?["of"]?.string.map { " of \($0)" } ?? ""
        return "\(kind) \(json["id"]?.string ?? "")\(of)"
    }

    func settleAll() async throws {
        try await outbox.settle(through: outbox.last, refused: [], at: clock.now)
    }

    func file(_ name: String = "notes_1.csv") async throws -> KnownFile {
        try #require(try await outbox.file(name))
    }
}

// MARK: Steps

extension AdapterWorld {
    /// One reading of a file as the folder source does it, to be stepped by hand.
    func reading(_ name: String = "notes_1.csv") async throws -> FileReading {
        let path = folder("inbox/\(name)")
        let file = try OpenFile(reading: path)
        let information = try file.information()
        let mapping = try #require(mappings.mapping(for: name))
        let begun = try await outbox.begin(
            KnownFile(
                name: name,
                size: information.size,
                modified: information.modified,
                inode: information.inode,
                mapping: mapping.name,
                mappings: mappings.digest
            ),
            at: clock.now
        )
        let step = ReadingStep(
            origin: name,
            file: begun.number,
            reading: begun.reading,
            mapping: mapping.name,
            exported: information.modified,
            isFull: mapping.isFull,
            mayRelease: true
        )
        var pace = FileReading.ReadingPace()
        // Small steps, so that a small file has many, and rows that are cut in the middle.
        (pace.pieceBytes, pace.rowsPerStep) = (1_000, 16)
        return FileReading(
            file,
            information,
            mapping: mapping,
            agency: Self.agency,
            step: step,
            outbox: outbox,
            pace: pace
        )
    }

    /// Steps through a file so many times, and leaves it there.
    func abandon(after steps: Int) async throws {
        var reading = try await reading()
        for _ in 0..<steps { _ = try await reading.advance(at: clock.now) }
    }

    /// Reads a file that somebody changes after two steps.
    ///
    /// True when the reading was given up for that.
    func readWhile(_ change: () throws -> Void) async throws -> Bool {
        var reading = try await reading()
        for _ in 0..<2 { _ = try await reading.advance(at: clock.now) }
        try change()
        while true {
            switch try await reading.advance(at: clock.now) {
            case .more: continue
            case .changed: return true
            default: return false
            }
        }
    }
}
