import SafeguardingModel

/// One alert: what happened, why it was raised, who knew what, what to ask, and what to do with it.
struct AlertPage: Sendable {
    struct Alone: Sendable {
        let sector: String
        let sentence: String
    }

    struct Ask: Sendable {
        struct Text: Sendable {
            let text: String
            /// Where the question stands in the form already; nil where no agency of that name can be asked.
            let href: String?
        }

        let to: String
        let texts: [Text]
    }

    let frame: Frame
    let row: AlertRow
    let rule: String
    let raised: TimeText
    let withdrawal: Step?
    let reasons: [String]
    let hasReasons: Bool
    let timeline: Timeline?
    let evidence: FactTable?
    /// What else is known from that time.
    let others: FactTable?
    let otherCount: String
    let held: [String]
    let alone: [Alone]
    let hasAlone: Bool
    let unknown: [String]
    let hasUnknown: Bool
    let questions: [Ask]
    let hasQuestions: Bool
    let requests: [RequestRow]
    let hasRequests: Bool
    let history: [Step]
    /// Nil where this reader decides nothing.
    let forms: Forms?

    init(_ file: AlertFile, frame: Frame, reader: Reader, colleagues: [String], asking: Int? = nil, times: Times) {
        let (alert, explanation) = (file.alert, file.alert.explanation)
        let facts = ReadableFacts(file, reader: reader, times: times).numbered
        let around = ReadableFacts(
            file.surroundings,
            notes: file.notes,
            coverage: file.coverage,
            reader: reader,
            times: times
        )
        self.frame = frame
        row = AlertRow(alert, about: file.about, times: times)
        rule = alert.title
        raised = times.text(alert.raisedAt)
        withdrawal = alert.withdrawal.map { Step($0.at, "Withdrawn", $0.sentence, times: times) }
        reasons = explanation.reasons
        hasReasons = !reasons.isEmpty
        timeline = AlertPage.timeline(file, facts.rows, around.rows, reader, times)
        evidence = FactTable(facts.rows, caption: "What the alert rests on, in order of when it happened")
        others = FactTable(around.rows, caption: "What else is known from that time, in order of when it happened")
        otherCount = Words.count(around.rows.count, "entry", "entries")
        held = facts.held + around.held.filter { !facts.held.contains($0) }
        alone = explanation.alone.map { Alone(sector: Words.sector($0.sector), sentence: $0.sentence) }
        hasAlone = !alone.isEmpty
        unknown = explanation.unknown
        hasUnknown = !unknown.isEmpty
        let mayAsk = reader.role.mayDecide && !alert.isWithdrawn
        questions = Ask.grouped(explanation.questions, file, mayAsk: mayAsk)
        hasQuestions = !questions.isEmpty
        requests = alert.requests.map { RequestRow($0, file, reader: reader, times: times) }
        hasRequests = !requests.isEmpty
        history = Step.all(of: alert, coverage: file.coverage, times: times)
        forms =
            reader.role.mayDecide
            ? Forms(
                alert,
                by: reader.account,
                colleagues: colleagues,
                agencies: file.agencies,
                asking: asking.flatMap { explanation.questions.indices.contains($0) ? explanation.questions[$0] : nil },
                formToken: frame.visitor?.formToken ?? ""
            ) : nil
    }

    private static func timeline(
        _ file: AlertFile,
        _ evidence: [EvidenceRow],
        _ others: [EvidenceRow],
        _ reader: Reader,
        _ times: Times
    ) -> Timeline? {
        let shown = Set((evidence + others).map(\.fact.position))
        let facts = file.surroundings + file.evidenceFacts
        let readable = facts.filter { shown.contains($0.position) && !$0.isRestricted }.sorted(by: Fact.isBefore)
        return TimelineMaker.timeline(
            evidence + others,
            spells: Spell.all(in: readable, coverage: file.coverage),
            window: file.alert.window,
            times: times
        )
    }
}

/// Something that an agency was asked, and what became of it.
struct RequestRow: Sendable {
    let id: String
    let agency: String
    let text: String
    let by: String
    let asked: TimeText
    let answerBy: TimeText
    let isOverdue: Bool
    let isWaiting: Bool
    let answered: TimeText?
    let answer: String?

    init(_ request: Alert.Request, _ file: AlertFile, reader: Reader, times: Times) {
        id = request.id
        let title = file.coverage.title(of: request.of)
        agency = title
        text = request.text
        by = request.by
        asked = times.short(request.at)
        answerBy = times.short(request.answerBy)
        isOverdue = request.isOverdue(at: times.now)
        isWaiting = request.answer == nil
        answered = request.answer.map { times.short($0.at) }
        answer = request.answer.map { RequestRow.words(file.notes[$0.position], title, reader) }
    }

    private static func words(_ note: EventNotes.Note?, _ agency: String, _ reader: Reader) -> String {
        guard let note, !note.summary.isEmpty || note.handling.isRestricted else {
            return "\(agency) acknowledged the question without words of its own."
        }
        if reader.mayRead(note.handling) { return note.summary }
        return note.handling.sanitised.nonEmpty ?? "\(agency) answered, and restricts what it said."
    }
}

extension ReadableFacts {
    /// The same with the rows numbered, as the timeline shows them.
    var numbered: ReadableFacts {
        ReadableFacts(
            rows: rows.enumerated().map { index, row in
                var row = row
                row.number = "\(index + 1)"
                return row
            },
            held: held
        )
    }
}

extension AlertPage.Ask {
    /// Everything that one addressee is asked, together, in the order in which they are first asked.
    static func grouped(_ questions: [Question], _ file: AlertFile, mayAsk: Bool) -> [AlertPage.Ask] {
        var order: [String] = []
        var texts: [String: [Text]] = [:]
        for (index, question) in questions.enumerated() {
            let to = Words.addressee(question.to, file.coverage)
            if texts[to] == nil { order.append(to) }
            let canBeAsked = mayAsk && agency(question.to, file.agencies) != nil
            let href = canBeAsked ? "\(Address.alert(file.alert.id))?ask=\(index)#ask-form" : nil
            texts[to, default: []].append(Text(text: question.text, href: href))
        }
        return order.map { AlertPage.Ask(to: $0, texts: texts[$0] ?? []) }
    }

    /// The agency that a rule means: by its name, or the only one of that sector.
    static func agency(_ to: String, _ agencies: [Agency]) -> Agency? {
        if let named = agencies.first(where: { $0.name.rawValue == to }) { return named }
        let ofSector = agencies.filter { $0.sector.rawValue == to }
        return ofSector.count == 1 ? ofSector.first : nil
    }
}

/// One thing that happened to an alert.
struct Step: Sendable {
    let time: TimeText
    let what: String
    let by: String?
    let text: String?
    private let at: Instant

    init(_ at: Instant, _ what: String, _ text: String? = nil, by: String? = nil, times: Times) {
        self.at = at
        time = times.text(at)
        self.what = what
        self.text = text?.nonEmpty
        self.by = by?.nonEmpty
    }

    /// In the order in which they happened.
    static func all(of alert: Alert, coverage: Coverage, times: Times) -> [Step] {
        var steps = [Step(alert.raisedAt, "Raised", times: times)]
        for revision in alert.revisions {
            steps.append(
                Step(
                    revision.at,
                    "Now \(Words.severity(revision.severity).lowercased())",
                    revision.sentence,
                    times: times
                )
            )
        }
        for time in alert.escalations {
            steps.append(Step(time, "Escalated", "Nobody had acknowledged it in time.", times: times))
        }
        for action in alert.actions {
            let by = coverage.knows(action.by) ? coverage.title(of: AgencyName(rawValue: action.by)) : action.by
            steps.append(Step(action.at, Words.capitalized(action.what), action.note, by: by, times: times))
        }
        if let withdrawal = alert.withdrawal {
            steps.append(Step(withdrawal.at, "Withdrawn", withdrawal.sentence, times: times))
        }
        let order = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return order.map(\.element)
    }
}

/// What somebody who decides may do with an alert as it stands.
struct Forms: Sendable {
    struct Choice: Sendable {
        let value: String
        let words: String
        var isChosen = false
    }

    let href: String
    let formToken: String
    let acknowledge: Bool
    let progress: Bool
    /// What the button says that makes the alert the reader's; nil where it is theirs already.
    let take: String?
    let offer: Bool
    let ask: Bool
    let close: Bool
    let reopen: Bool
    let outcomes: [String]
    let colleagues: [String]
    let agencies: [Choice]
    /// A question that the rule suggests, where the reader chose one.
    let askText: String
    let askOpen: Bool
    let hours: [Choice]

    init(
        _ alert: Alert,
        by account: String,
        colleagues: [String] = [],
        agencies: [Agency] = [],
        asking: Question? = nil,
        formToken: String = ""
    ) {
        href = Address.alert(alert.id)
        self.formToken = formToken
        acknowledge = alert.isOpen && alert.life == .new
        progress = alert.isOpen && alert.life != .inProgress
        let isMine = alert.owner == account && alert.offeredTo == nil
        take = !alert.isOpen || isMine ? nil : Forms.take(alert, account)
        self.colleagues = colleagues.filter { $0 != account }
        offer = alert.isOpen && !self.colleagues.isEmpty
        let asked = asking.flatMap { AlertPage.Ask.agency($0.to, agencies) }
        self.agencies = agencies.map {
            Choice(value: $0.name.rawValue, words: $0.title, isChosen: $0.name == asked?.name)
        }
        askText = asking?.text ?? ""
        askOpen = asking != nil
        hours = Forms.waits
        ask = !alert.isWithdrawn && !agencies.isEmpty
        close = alert.isOpen
        reopen = alert.isClosed && !alert.isWithdrawn
        outcomes = Words.outcomes
    }

    /// How long an agency may be given.
    static let waits = [
        Choice(value: "1", words: "within 1 hour"), Choice(value: "4", words: "within 4 hours"),
        Choice(value: "24", words: "by this time tomorrow"), Choice(value: "72", words: "within 3 days"),
        Choice(value: "168", words: "within a week"),
    ]

    private static func take(_ alert: Alert, _ account: String) -> String {
        if alert.offeredTo == account { return "Accept it" }
        if alert.owner == account { return "Keep it" }
        return alert.owner == nil ? "Take it on" : "Take it over"
    }
}
