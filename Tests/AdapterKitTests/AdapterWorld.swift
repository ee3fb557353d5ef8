import AdapterKit
import BusProtocol
import DaemonKit
import EventFormat
import Glibc
import MappingKit
import SafeguardingModel
import Testing

/// An adapter's folders, its outbox and a clock, in a place of their own. All data is made up.
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
            FolderSettings(inbox: folder("inbox")), agency: Self.agency, mappings: mappings, outbox: outbox, clock: clock)
    }

    /// As after a crash: everything in memory is gone, what is on disk is read anew.
    func restart() throws {
        outbox.close()
        outbox = try Outbox(folder: folder("data"), limits: limits)
        source = FolderSource(
            FolderSettings(inbox: folder("inbox")), agency: Self.agency, mappings: mappings, outbox: outbox, clock: clock)
    }

    func use(mapping: String) async throws {
        try folder.write(mapping, to: "mappings/notes.yaml")
        mappings = try MappingSet(folder: folder("mappings"))
        await source.use(mappings)
    }

    static let notes = notes()

    /// A small mapping of concerns, to which a test adds what it is about.
    static func notes(signs: String = "codes:\n  sign: { gifts: gifts, truant: school-absence }", more: String = "") -> String {
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
        var times = [timespec(tv_sec: 1_451_900_000 + ages, tv_nsec: 0), timespec(tv_sec: 1_451_900_000 + ages, tv_nsec: 0)]
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

    /// What waits to be sent: kind, id, and of which event it speaks.
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
