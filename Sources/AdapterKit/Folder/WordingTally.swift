import EventFormat
import MappingKit

/// The number of texts in an export that blame a child, and the numbers of their rows; it keeps no word of them.
struct WordingTally: Hashable, Sendable {
    private(set) var count = 0
    /// The first 20 rows, so that their authors can be told.
    private(set) var rows: [Int] = []

    private static let mostRows = 20

    mutating func look(at outcomes: [Outcome]) {
        for case .event(let event) in outcomes {
            let warnings = EventError.wording(of: event.document).count
            guard warnings > 0 else { continue }
            count += warnings
            if rows.count < WordingTally.mostRows, rows.last != event.row { rows.append(event.row) }
        }
    }
}
