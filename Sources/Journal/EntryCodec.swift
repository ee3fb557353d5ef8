import EventFormat
import Foundation
public import SafeguardingModel

/// A codec between the journal's bytes and the entries that judgement reads. The aggregator, the desk, and the tools
/// all read through it, so that they all judge the same.
public struct EntryCodec: ~Copyable {
    private var events: EventReader

    public init() {
        // Everything in the journal was accepted under the limits of its time; today's limits do not apply.
        events = EventReader(limits: .anyJSON)
    }

    /// Reads a stored entry as judgement sees it.
    public mutating func read(_ stored: StoredEntry) throws(JournalError) -> JournalEntry {
        JournalEntry(position: stored.position, at: stored.at, body: try body(of: stored))
    }

    private mutating func body(of stored: StoredEntry) throws(JournalError) -> JournalEntry.Body {
        switch stored.kind {
        case .event: .event(try event(stored), from: stored.agency)
        case .decision: .decision(try EntryCodec.decode(Decision.self, stored))
        case .configuration: .configuration(try EntryCodec.decode(SiteConfiguration.self, stored))
        case .tick: .tick
        default: throw .unreadable(position: stored.position, reason: "this program knows no entries of that kind")
        }
    }

    private mutating func event(_ stored: StoredEntry) throws(JournalError) -> Event {
        do { return try events.read(stored.body) } catch {
            throw .unreadable(position: stored.position, reason: "\(error)")
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ stored: StoredEntry) throws(JournalError)
        -> Value
    {
        do { return try JSONDecoder().decode(type, from: Data(stored.body)) } catch {
            throw .unreadable(position: stored.position, reason: "not a \(type)")
        }
    }

    /// Encodes a decision or a configuration as the bytes that are stored: the same value gives the same bytes.
    public static func bytes(of value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails for numbers that are not finite; the types stored here have none.
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a value that cannot be written as JSON")
        }
        return [UInt8](data)
    }

    /// Encodes a value as text of the same bytes.
    public static func text(of value: some Encodable) -> String { String(decoding: bytes(of: value), as: UTF8.self) }
}
