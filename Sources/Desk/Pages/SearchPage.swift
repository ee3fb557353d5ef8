/// The page for finding a child.
struct SearchPage: Sendable {
    struct Row: Sendable {
        let href: String
        let name: String
        let others: String?
        let born: String
        let told: String

        init(_ card: ChildCard, times: Times) {
            href = Address.child(card.id)
            name = card.displayName
            others = DeskWords.list(card.otherNames).nonEmpty
            born = card.born.map { times.text($0).words } ?? "Not given"
            told = DeskWords.count(card.records.count, "record", "records")
        }
    }

    let frame: PageFrame
    let formToken: String
    let words: String
    let found: [Row]
    let hasFound: Bool
    let hasSearched: Bool
    let isMore: Bool
    /// The forms of the words that were searched.
    let tried: [String]
    let hasTried: Bool
}
