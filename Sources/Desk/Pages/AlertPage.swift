import Accounts
import SafeguardingModel

/// One alert's page: the facts, the reasons, who knew what, questions to ask, and actions.
struct AlertPage: Sendable {
    struct Alone: Sendable {
        let sector: String
        let sentence: String
    }

    struct Ask: Sendable {
        struct Text: Sendable {
            let text: String
            /// The link to the form with the question filled in; nil where there is no such agency to ask.
            let href: String?
        }

        let to: String
        let texts: [Text]
    }

    let frame: PageFrame
    let row: AlertRow
    let rule: String
    let raised: TimeText
    let withdrawal: HistoryStep?
    let reasons: [String]
    let hasReasons: Bool
    let timeline: Timeline?
    let evidence: FactTable?
    /// A sentence with the number of facts that are not listed, where there are very many.
    let leftOut: String?
    /// Other facts from about the same time.
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
    let history: [HistoryStep]
    /// The forms; nil where this reader may not decide.
    let forms: Forms?

    init(_ file: AlertView, frame: PageFrame, reader: Reader, colleagues: [String], asking: Int? = nil, times: Times) {
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
        withdrawal = alert.withdrawal.map { HistoryStep($0.at, "Withdrawn", $0.sentence, times: times) }
        reasons = explanation.reasons
        hasReasons = !reasons.isEmpty
        timeline = AlertPage.timeline(file, facts.rows, around.rows, reader, times)
        evidence = FactTable(facts.rows, caption: "What the alert rests on, in order of when it happened")
        leftOut = AlertPage.leftOut(explanation)
        others = FactTable(around.rows, caption: "What else is known from that time, in order of when it happened")
        otherCount = DeskWords.count(around.rows.count, "entry", "entries")
        held = facts.held + around.held.filter { !facts.held.contains($0) }
        alone = explanation.alone.map { Alone(sector: DeskWords.sector($0.sector), sentence: $0.sentence) }
        hasAlone = !alone.isEmpty
        unknown = explanation.unknown
        hasUnknown = !unknown.isEmpty
        let mayAsk = reader.role.mayDecide && !alert.isWithdrawn
        questions = Ask.grouped(explanation.questions, file, mayAsk: mayAsk)
        hasQuestions = !questions.isEmpty
        requests = alert.requests.map { RequestRow($0, file, reader: reader, times: times) }
        hasRequests = !requests.isEmpty
        history = HistoryStep.all(of: alert, coverage: file.coverage, times: times)
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

    private static func leftOut(_ explanation: Explanation) -> String? {
        guard let left = explanation.evidenceLeftOut else { return nil }
        let half = explanation.evidence.count / 2
        return
            "These are the first \(half) and the last \(half) facts; \(Excerpt<String>.grouped(left)) more lie between them."
    }

    private static func timeline(
        _ file: AlertView,
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
            spells: MissingEpisode.all(in: readable, coverage: file.coverage),
            window: file.alert.window,
            times: times
        )
    }
}

extension ReadableFacts {
    /// The facts with their rows numbered, as the timeline shows them.
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
    /// Returns the questions grouped by addressee, in the order in which each is first asked.
    static func grouped(_ questions: [Question], _ file: AlertView, mayAsk: Bool) -> [AlertPage.Ask] {
        var order: [String] = []
        var texts: [String: [Text]] = [:]
        for (index, question) in questions.enumerated() {
            let to = DeskWords.addressee(question.to, file.coverage)
            if texts[to] == nil { order.append(to) }
            let canBeAsked = mayAsk && agency(question.to, file.agencies) != nil
            let href = canBeAsked ? "\(Address.alert(file.alert.id))?ask=\(index)#ask-form" : nil
            texts[to, default: []].append(Text(text: question.text, href: href))
        }
        return order.map { AlertPage.Ask(to: $0, texts: texts[$0] ?? []) }
    }

    /// Returns the agency that a rule means: by its name, or the only one of that sector.
    static func agency(_ to: String, _ agencies: [Agency]) -> Agency? {
        if let named = agencies.first(where: { $0.name.rawValue == to }) { return named }
        let ofSector = agencies.filter { $0.sector.rawValue == to }
        return ofSector.count == 1 ? ofSector.first : nil
    }
}
