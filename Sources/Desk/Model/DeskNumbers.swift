import SafeguardingModel

/// What managers count over a time.
struct DeskNumbers: Hashable, Sendable {
    struct Rule: Hashable, Sendable {
        var title: String
        var raised = 0
        var withdrawn = 0
        /// From raising to acknowledging, and to closing, in order of length.
        var acknowledged: [Span] = []
        var closed: [Span] = []
    }

    struct Voice: Hashable, Sendable {
        var voice: Coverage.Voice
        /// In how many alerts of that time something of this agency's is evidence.
        var alerts: Int
    }

    var rules: [Rule] = []
    var outcomes: [(name: String, count: Int)] = []
    var returned = 0
    var interviewed = 0
    var voices: [Voice] = []

    static func == (left: DeskNumbers, right: DeskNumbers) -> Bool { left.rules == right.rules }
    func hash(into hasher: inout Hasher) { hasher.combine(rules) }
}
