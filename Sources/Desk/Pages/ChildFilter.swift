import SafeguardingModel

/// The form that narrows a chronology.
struct ChildFilter: Sendable {
    struct Choice: Sendable {
        let value: String
        let words: String
        let isChosen: Bool
    }

    let href: String
    let sectors: [Choice]
    let topics: [Choice]
    let asOf: String
    let isNarrowed: Bool
    /// The filter in words; nil where everything is shown.
    let words: String?

    init(_ query: ChildQuery, sectors: Set<Sector>, child: ChildID) {
        href = Address.child(child)
        self.sectors = sectors.sorted().map {
            Choice(value: $0.rawValue, words: DeskWords.sector($0), isChosen: $0.rawValue == query.sector)
        }
        topics = ChildQuery.Topic.allCases.map {
            Choice(value: $0.rawValue, words: $0.words, isChosen: $0 == query.topic)
        }
        asOf = query.asOf?.description ?? ""
        isNarrowed = !query.isPlain
        words = query.asOf.map { "As it was known at the end of \(Zone.text($0))." }
    }
}
