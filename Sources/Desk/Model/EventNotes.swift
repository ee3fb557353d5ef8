import IdentityResolution
import SafeguardingModel

/// The parts of each event that pages need besides the fact that judgement keeps: summary, handling, record.
struct EventNotes {
    struct Note: Hashable, Sendable {
        var summary: String
        var handling: Handling
    }

    private var notes: [Position: Note] = [:]
    private var records: [RecordKey] = []
    private var numbers: [RecordKey: Int32] = [:]
    /// The number of the record that the event at each position, from 1, is about; -1 for none.
    private var recordAt: [Int32] = []

    /// The entry whose words now hold for each event that was corrected.
    private var holding: [Position: Position] = [:]

    subscript(position: Position) -> Note? { notes[holding[position] ?? position] }

    /// Returns the record that the event at a position is about, as it was last corrected.
    func record(at position: Position) -> RecordKey? {
        holding[position].flatMap(recordTold) ?? recordTold(at: position)
    }

    /// Returns whether an event was about a record.
    func knows(_ record: RecordKey) -> Bool { numbers[record] != nil }

    /// Makes the words of another entry hold for the event at a position from now on.
    mutating func correct(_ position: Position, by entry: Position) {
        holding[position] = entry == position ? nil : entry
    }

    private func recordTold(at position: Position) -> RecordKey? {
        guard recordAt.indices.contains(Int(position.number) - 1) else { return nil }
        let number = recordAt[Int(position.number) - 1]
        return number < 0 ? nil : records[Int(number)]
    }

    /// Notes an entry; returns the record that it is about.
    @discardableResult
    mutating func add(_ entry: JournalEntry) -> RecordKey? {
        guard case .event(let event, let agency) = entry.body else {
            note(nil, at: entry.position)
            return nil
        }
        if !event.summary.isEmpty || event.handling.isRestricted {
            notes[entry.position] = Note(summary: event.summary, handling: event.handling)
        }
        let key = RecordKey(of: event, from: agency)
        note(key, at: entry.position)
        return key
    }

    private mutating func note(_ key: RecordKey?, at position: Position) {
        while recordAt.count < Int(position.number) - 1 { recordAt.append(-1) }
        recordAt.append(key.map { number(of: $0) } ?? -1)
    }

    private mutating func number(of key: RecordKey) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(records.count)
        records.append(key)
        numbers[key] = number
        return number
    }
}
