import Journal
import SafeguardingModel

/// What the desk has read, in order, so that it can be read again without some children.
struct DeskLog {
    enum Item: Sendable {
        /// `about`: what the alert said that it concerns, at that moment; an alert's id is the journal's own.
        case entry(StoredEntry, about: Finding?)
        case placed([Placed])
    }

    /// An effect that no journal has, and whose children's records it is about.
    struct Placed: Sendable {
        var effect: Effect
        var records: Set<RecordKey>
    }

    /// Whether what is read is kept: it takes as much memory as judgement does.
    let isKept: Bool
    private(set) var items: [Item] = []
    /// How many items there were, kept or not.
    private(set) var count = 0

    init(isKept: Bool) {
        self.isKept = isKept
    }

    mutating func append(_ item: Item) {
        count += 1
        if isKept { items.append(item) }
    }

    /// What came after so many, at most a number of items.
    func after(_ number: Int, most: Int = .max) -> ArraySlice<Item> {
        items[min(number, items.count)...].prefix(most)
    }
}
