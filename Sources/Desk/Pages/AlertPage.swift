import SafeguardingModel

/// One alert: what happened, why it was raised, who knew what, what to ask, and what to do with it.
struct AlertPage: Sendable {
    struct Alone: Sendable {
        let sector: String
        let sentence: String
    }

    struct Ask: Sendable {
        let to: String
        let texts: [String]
    }

    let frame: Frame
    let row: AlertRow
    let rule: String
    let raised: TimeText
    let withdrawal: Step?
    let reasons: [String]
    let hasReasons: Bool
    let evidence: FactTable?
    let held: [String]
    let alone: [Alone]
    let hasAlone: Bool
    let unknown: [String]
    let hasUnknown: Bool
    let questions: [Ask]
    let hasQuestions: Bool
    let history: [Step]
    /// Nil where this reader decides nothing.
    let forms: Forms?

    init(_ file: AlertFile, frame: Frame, reader: Reader, times: Times) {
        let (alert, explanation) = (file.alert, file.alert.explanation)
        let facts = ReadableFacts(file, reader: reader, times: times)
        self.frame = frame
        row = AlertRow(alert, about: file.about, times: times)
        rule = alert.title
        raised = times.text(alert.raisedAt)
        withdrawal = alert.withdrawal.map { Step($0.at, "Withdrawn", $0.sentence, times: times) }
        reasons = explanation.reasons
        hasReasons = !reasons.isEmpty
        evidence = FactTable(facts.rows, caption: "What the alert rests on, in order of when it happened")
        held = facts.held
        alone = explanation.alone.map { Alone(sector: Words.sector($0.sector), sentence: $0.sentence) }
        hasAlone = !alone.isEmpty
        unknown = explanation.unknown
        hasUnknown = !unknown.isEmpty
        questions = Ask.grouped(explanation.questions, file.coverage)
        hasQuestions = !questions.isEmpty
        history = Step.all(of: alert, times: times)
        forms = reader.role.mayDecide ? Forms(alert, formToken: frame.visitor?.formToken ?? "") : nil
    }
}

extension AlertPage.Ask {
    /// Everything that one addressee is asked, together, in the order in which they are first asked.
    static func grouped(_ questions: [Question], _ coverage: Coverage) -> [AlertPage.Ask] {
        var order: [String] = []
        var texts: [String: [String]] = [:]
        for question in questions {
            let to = Words.addressee(question.to, coverage)
            if texts[to] == nil { order.append(to) }
            texts[to, default: []].append(question.text)
        }
        return order.map { AlertPage.Ask(to: $0, texts: texts[$0] ?? []) }
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
    static func all(of alert: Alert, times: Times) -> [Step] {
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
            steps.append(Step(action.at, Words.capitalized(action.what), action.note, by: action.by, times: times))
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
    let href: String
    let formToken: String
    let acknowledge: Bool
    let progress: Bool
    let close: Bool
    let reopen: Bool
    let outcomes: [String]

    init(_ alert: Alert, formToken: String) {
        href = Address.alert(alert.id)
        self.formToken = formToken
        acknowledge = alert.isOpen && alert.life == .new
        progress = alert.isOpen && alert.life != .inProgress
        close = alert.isOpen
        reopen = alert.isClosed && !alert.isWithdrawn
        outcomes = Words.outcomes
    }
}
