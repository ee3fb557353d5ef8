import SafeguardingModel

/// The list of alerts.
struct ListPage: Sendable {
    struct Filter: Sendable {
        let name: String
        let href: String
        let words: String
        let count: Int
        let isCurrent: Bool
    }

    struct Voice: Sendable {
        let title: String
        let sector: String
        let told: String
        let last: TimeText?
    }

    let frame: PageFrame
    let heading: String
    let summary: String
    let filters: [Filter]
    /// The choice of owners, for lists of open alerts alone.
    let whose: [Filter]
    let hasWhose: Bool
    let narrow: [Filter]
    let hasNarrow: Bool
    let rules: [Filter]
    let hasRules: Bool
    let rulesOpen: Bool
    /// The link that clears the filters.
    let clear: String?
    /// A sentence about alerts that are offered to the reader.
    let offered: String?
    /// The facts that are set aside and not judged, so that nobody takes the list for complete.
    let setAside: [SetAside]
    let seenThrough: Int64
    let formToken: String
    let hasNew: Bool
    let table: AlertTable?
    /// An explanation, where there are no rows.
    let empty: Empty?
    let voices: [Voice]
    let hasVoices: Bool
    let coverage: String
    let earlier: String?
    let later: String?

    struct SetAside: Sendable {
        let name: String
        let href: String
        let sentence: String
    }

    struct Empty: Sendable {
        let heading: String
        let sentences: [String]
    }

    init(_ list: AlertList, frame: PageFrame, times: Times) {
        let query = list.query
        self.frame = frame
        heading = ListPage.heading(query.state)
        summary = ListPage.summary(list)
        filters = list.counts.filter { $0.filter != .exercise || $0.number > 0 }.map { Filter($0, query) }
        hasWhose = query.state.isOfOpenOnes && list.counts.contains { $0.filter == query.state && $0.number > 0 }
        whose = hasWhose ? list.whose.map { Filter($0, query) } : []
        narrow = hasWhose ? list.severities.map { Filter($0, query) } : []
        hasNarrow = narrow.count > 1 || query.severity != nil
        rules = hasWhose ? list.rules.map { Filter($0, query) } : []
        hasRules = rules.count > 1 || !query.rule.isEmpty
        rulesOpen = !query.rule.isEmpty
        clear = query.isPlain ? nil : Address.list(AlertQuery(state: query.state))
        offered =
            list.offered == 0
            ? nil
            : DeskWords.count(list.offered, "alert is", "alerts are") + " offered to you and wait for your answer."
        setAside = list.setAside.map {
            SetAside(name: $0.child.displayName, href: Address.child($0.child.id), sentence: $0.sentence)
        }
        seenThrough = list.newest
        formToken = frame.visitor?.formToken ?? ""
        hasNew = list.whose.contains { $0.value == .new && $0.number > 0 }
        table = AlertTable(list.rows.map { AlertRow($0, times: times) }, caption: heading)
        empty = list.rows.isEmpty ? Empty(list) : nil
        voices = list.coverage.all.map { Voice($0, times: times) }
        hasVoices = !voices.isEmpty
        coverage = ListPage.coverage(list.coverage)
        let next = list.offset + list.limit
        earlier = next < list.found ? Address.list(query, offset: next) : nil
        later = list.offset > 0 ? Address.list(query, offset: max(0, list.offset - list.limit)) : nil
    }

    static func heading(_ filter: AlertFilter) -> String {
        switch filter {
        case .all: "All alerts"
        case .exercise: "Exercise alerts"
        default: "\(filter.words) alerts"
        }
    }

    private static func summary(_ list: AlertList) -> String {
        guard list.waiting.all > 0 else { return "No alert is waiting to be acknowledged." }
        let waiting =
            DeskWords.count(list.waiting.all, "alert is waiting", "alerts are waiting") + " to be acknowledged"
        return list.waiting.overdue == 0 ? "\(waiting)." : "\(waiting), \(list.waiting.overdue) of them overdue."
    }

    private static func coverage(_ coverage: Coverage) -> String {
        let voices = coverage.all
        guard !voices.isEmpty else { return "No agency is connected yet, so nothing can be found." }
        let silent = voices.filter { $0.told == 0 }.count
        let heard = "\(DeskWords.count(voices.count - silent, "agency has", "agencies have")) told something"
        return silent == 0 ? "\(heard)." : "\(heard), \(silent) told nothing yet."
    }
}

extension ListPage.Filter {
    init(_ count: AlertList.Count, _ query: AlertQuery) {
        name = count.filter.rawValue
        href = Address.list(AlertQuery(state: count.filter))
        words = count.filter.words
        self.count = count.number
        isCurrent = count.filter == query.state
    }

    init(_ part: AlertList.Part<AlertQuery.Whose>, _ query: AlertQuery) {
        var other = query
        other.whose = part.value
        name = part.value.rawValue
        href = Address.list(other)
        words = part.value.words
        count = part.number
        isCurrent = part.value == query.whose
    }

    /// Makes a link that selects a severity, or clears it where it is selected.
    init(_ part: AlertList.Part<Severity>, _ query: AlertQuery) {
        var other = query
        isCurrent = part.value == query.severity
        other.severity = isCurrent ? nil : part.value
        name = part.value.rawValue
        href = Address.list(other)
        words = DeskWords.severity(part.value)
        count = part.number
    }

    init(_ part: AlertList.Part<AlertList.Rule>, _ query: AlertQuery) {
        var other = query
        isCurrent = part.value.name == query.rule
        other.rule = isCurrent ? "" : part.value.name
        name = part.value.name
        href = Address.list(other)
        words = part.value.title
        count = part.number
    }
}

extension ListPage.Voice {
    init(_ voice: Coverage.Voice, times: Times) {
        title = voice.title
        sector = voice.sector.map(DeskWords.sector) ?? "No longer connected"
        told = ListPage.Voice.amount(voice.told)
        last = voice.last.map(times.text)
    }
}

extension ListPage.Voice {
    /// Returns a rough amount: an exact number that alone grows by one would reveal a child hidden from the reader.
    private static func amount(_ count: Int) -> String {
        switch count {
        case 0: "Nothing yet"
        case ..<10: "A little"
        case ..<1_000: "Regularly"
        default: "Much"
        }
    }
}

extension ListPage.Empty {
    init(_ list: AlertList) {
        let isFirstDay = list.counts.allSatisfy { $0.number == 0 }
        if !isFirstDay && !list.query.isPlain {
            heading = "None of these"
            sentences = ["No alert here is what you chose above."]
            return
        }
        heading = isFirstDay ? "Nothing found, over this coverage" : ListPage.Empty.heading(list.query.state)
        sentences = isFirstDay ? ListPage.Empty.welcome(list.coverage) : ListPage.Empty.sentences(list.query.state)
    }

    private static func heading(_ filter: AlertFilter) -> String {
        switch filter {
        case .open: "No alert is open"
        case .acknowledged: "No open alert has been acknowledged"
        case .closed: "No alert has been closed"
        case .withdrawn: "No alert has been withdrawn"
        case .all: "Nothing found, over this coverage"
        case .exercise: "There are no exercise alerts"
        }
    }

    private static func sentences(_ filter: AlertFilter) -> [String] {
        switch filter {
        case .open:
            [
                "Nothing that the agencies below have told adds up to an open alert. What they have not told cannot show here."
            ]
        case .withdrawn:
            [
                "An alert is withdrawn when an agency corrects what it told, or when two records turn out to be different children."
            ]
        default: []
        }
    }

    private static func welcome(_ coverage: Coverage) -> [String] {
        let opening = "This is where alerts appear when what several agencies know about a child adds up."
        guard coverage.all.contains(where: { $0.told > 0 }) else {
            return [
                opening,
                "No agency has told anything yet. Alerts can only come once the agencies' systems are connected.",
            ]
        }
        return [
            opening,
            "So far nothing adds up. That says something only about what the agencies below have told; it does not say that a child is safe.",
        ]
    }
}
