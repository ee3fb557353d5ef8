import EventFormat
import MappingKit

/// In which rows of an export a free text blames a child: numbers only, never a word of it.
struct WordingTally: Hashable, Sendable {
    private(set) var count = 0
    /// The first rows, so that whoever wrote them can be told.
    private(set) var rows: [Int] = []

    private static let mostRows = 20

    mutating func look(at outcomes: [Outcome]) {
        for case .event(let event) in outcomes {
            let warnings = EventFault.wording(of: event.document).count
            guard warnings > 0 else { continue }
            count += warnings
            if rows.count < WordingTally.mostRows, rows.last != event.row { rows.append(event.row) }
        }
    }
}
