internal import GRDB
import SafeguardingModel

extension Row {
    /// Returns the position in a column.
    func position(_ column: Int) -> Position { Position(self[column] as Int64) }
}

extension StoredEntry.Kind {
    /// The kinds in the order of their numbers in the file, from 1.
    private static let numbered = [event, decision, configuration, tick]

    init?(number: Int) {
        guard StoredEntry.Kind.numbered.indices.contains(number - 1) else { return nil }
        self = StoredEntry.Kind.numbered[number - 1]
    }

    /// The number that stands for the kind in the file and in the seals.
    var number: Int64 {
        guard let index = StoredEntry.Kind.numbered.firstIndex(of: self) else {
            preconditionFailure("this version writes no entry of the kind '\(word)'")
        }
        return Int64(index + 1)
    }
}
