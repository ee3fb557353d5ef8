import Journal
import SafeguardingModel

extension Journal {
    /// Calls `body` with every entry from a position on, in order, as it is on disk.
    func forEachStored(from first: Position = 1, _ body: (StoredEntry) throws -> Void) throws {
        var position = first
        while case let page = try entries(from: position, limit: 2_000), let last = page.last {
            for stored in page { try body(stored) }
            position = last.position + 1
        }
    }

    /// Calls `body` with every entry in order, or every one of a kind, as judgement reads it.
    func forEachEntry(of kind: StoredEntry.Kind? = nil, _ body: (JournalEntry) throws -> Void) throws {
        var codec = EntryCodec()
        try forEachStored { stored in
            if kind == nil || stored.kind == kind { try body(try codec.read(stored)) }
        }
    }

    /// Returns every configuration that was ever in force.
    func configurations() throws -> [SiteConfiguration] {
        var configurations: [SiteConfiguration] = []
        try forEachEntry(of: .configuration) { entry in
            if case .configuration(let configuration) = entry.body { configurations.append(configuration) }
        }
        return configurations
    }

    /// Returns the position of the last entry written by an instant; the times of entries never decrease.
    func lastPosition(by instant: Instant) throws -> Position {
        var (low, high) = (Position(0), last)
        while low < high {
            let middle = low + (high - low + 1) / 2
            let isLater = try entries(from: middle, limit: 1).first.map { $0.at > instant } ?? true
            if isLater { high = middle - 1 } else { low = middle }
        }
        return low
    }
}
