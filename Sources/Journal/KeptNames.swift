import EventFormat
internal import GRDB
import SafeguardingModel

/// The ids of events as they are kept to find duplicates, read in order and compared with the entries.
///
/// An id that is missing would let its event be accepted once more; one that was put in could refuse another.
struct KeptNames {
    private let rows: RowCursor
    private var run: ArraySlice<(hash: UInt64, position: Position)> = []
    private var different = 0
    private var first: Position?

    init(_ database: Database) throws {
        rows = try Row.fetchCursor(database, sql: "SELECT names FROM name_run ORDER BY through")
    }

    /// Compares the ids up to an entry. An event's id is in its body; a decision may have one, which its body does
    /// not tell.
    mutating func compare(with entry: StoredEntry) throws {
        var found: [UInt64] = []
        while let name = try peek(), name.position <= entry.position {
            run.removeFirst()
            if name.position == entry.position { found.append(name.hash) } else { note(name.position) }
        }
        switch entry.kind {
        case .event: if found != [KeptNames.hash(of: entry)] { note(entry.position) }
        case .decision: if found.count > 1 { note(entry.position) }
        default: if !found.isEmpty { note(entry.position) }
        }
    }

    mutating func faults() throws -> [String] {
        while let name = try peek() {
            run.removeFirst()
            note(name.position)
        }
        guard let first else { return [] }
        return ["the names of \(different) entries are not kept as the entries have them, the first at entry \(first)"]
    }

    private mutating func note(_ position: Position) {
        different += 1
        first = first ?? position
    }

    private mutating func peek() throws -> (hash: UInt64, position: Position)? {
        while run.isEmpty {
            guard let row = try rows.next() else { return nil }
            var names: [(hash: UInt64, position: Position)] = []
            let bytes = try row.withUnsafeData(atIndex: 0) { $0.map { [UInt8]($0) } ?? [] }
            if !NameRun(bytes: bytes).forEach({ names.append(($0, $1)) }) { note(names.last?.position ?? 0) }
            run = names[...]
        }
        return run.first
    }

    private static func hash(of entry: StoredEntry) -> UInt64? {
        guard let event = try? JSONReader.read(entry.body), let source = event["source"]?.string,
            let id = event["id"]?.string
        else { return nil }
        return EventDigest.hash(source: source, id: id)
    }
}
