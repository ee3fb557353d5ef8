import EventFormat
import Foundation
import Journal
import RuleEngine
import SafeguardingModel
import Simulation

/// A generated past in pieces, so that a long one need not be in memory at once.
final class Past {
    private let configuration: SiteConfiguration
    private let children: Int
    private let seed: UInt64
    private var pieces: UInt64 = 0
    private(set) var position: Position = 0
    private(set) var last = EventStream.begins
    private static let pieceSize = 50_000

    init(configuration: SiteConfiguration, children: Int, seed: UInt64) {
        (self.configuration, self.children, self.seed) = (configuration, children, seed)
    }

    /// The entry that says who takes part and what the rules are.
    func beginning() -> StoredEntry {
        entry(.configuration, "desk", EntryCodec.bytes(of: configuration), EventStream.begins)
    }

    /// The next piece: so many events over so many days.
    func piece(of total: Int) -> [StoredEntry] {
        let length = Span(milliseconds: Span.days(365).milliseconds * Int64(Self.pieceSize) / Int64(max(total, 1)))
        return events(Self.pieceSize, over: length)
    }

    /// Events that come after all that came before.
    func events(_ count: Int, over length: Span) -> [StoredEntry] {
        let shape = EventStream.Shape(events: count, children: children, late: 0, length: length)
        let start = last
        pieces += 1
        return EventStream(shape, seed: seed &+ pieces).tellings.map { telling in
            var telling = telling
            let shift = start - EventStream.begins
            telling.event.id = "\(pieces)-\(telling.event.id)"
            telling.event.occurred = Occurrence(telling.event.occurred.earliest + shift)
            telling.event.recorded = telling.event.recorded + shift
            let at = max(last, telling.arrives + shift)
            return entry(.event, telling.agency, telling.document.bytes, at)
        }
    }

    /// A decision at the end of what there is.
    func decision(_ decision: Decision) -> StoredEntry {
        entry(.decision, "desk", EntryCodec.bytes(of: decision), last)
    }

    private func entry(_ kind: StoredEntry.Kind, _ agency: AgencyName, _ body: [UInt8], _ at: Instant) -> StoredEntry {
        position += 1
        last = max(last, at)
        return StoredEntry(position: position, at: at, kind: kind, agency: agency, body: body)
    }
}

/// The memory of this process, as Linux counts it, and the processor time that it has used.
enum Memory {
    /// Resident bytes; nothing where the system does not say.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }
}

enum Stopwatch {
    /// Seconds of a processor that this process has used.
    static var used: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
    static var now: Double { seconds(CLOCK_MONOTONIC) }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        guard clock_gettime(clock, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
