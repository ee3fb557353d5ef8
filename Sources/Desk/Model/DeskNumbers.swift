import SafeguardingModel

/// The numbers for managers over a time.
struct DeskNumbers: Hashable, Sendable {
    struct Rule: Hashable, Sendable {
        var title: String
        var raised = 0
        var withdrawn = 0
        /// The time of each alert from raising to acknowledging; `closed` has that from raising to closing.
        var acknowledged: [Span] = []
        var closed: [Span] = []
    }

    struct Contributor: Hashable, Sendable {
        var agency: Coverage.Contributor
        /// The number of alerts of that time with evidence from this agency.
        var alerts: Int
    }

    var rules: [Rule] = []
    var outcomes: [(name: String, count: Int)] = []
    var returned = 0
    var interviewed = 0
    var contributors: [Contributor] = []

    static func == (left: DeskNumbers, right: DeskNumbers) -> Bool { left.rules == right.rules }
    func hash(into hasher: inout Hasher) { hasher.combine(rules) }
}
