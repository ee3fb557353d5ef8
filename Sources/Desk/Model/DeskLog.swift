import Journal
import SafeguardingModel

/// The entries that the desk has read, in order, so that they can be read again without some children.
struct DeskLog {
    enum Item: Sendable {
        /// An entry; `about` is the finding, at that moment, of the alert that it concerns, whose id is the journal's.
        case entry(StoredEntry, about: Finding?)
        case placed([Placed])
    }

    /// An effect without a journal entry, for tests, with the records of the children it is about.
    struct Placed: Sendable {
        var effect: Effect
        var records: Set<RecordKey>
    }

    /// Whether entries are kept: they take as much memory as judgement does.
    let isKept: Bool
    private(set) var items: [Item] = []
    /// The number of items, kept or not.
    private(set) var count = 0

    init(isKept: Bool) {
        self.isKept = isKept
    }

    mutating func append(_ item: Item) {
        count += 1
        if isKept { items.append(item) }
    }

    /// Returns the items after the first `number`, at most `most` of them.
    func after(_ number: Int, most: Int = .max) -> ArraySlice<Item> {
        items[min(number, items.count)...].prefix(most)
    }
}
