import Accounts
import DaemonKit
import SafeguardingModel

/// One alert's page: the facts, the reasons, who knew what, questions to ask, and actions.
struct AlertPage: Page {
    private let file: AlertView
    private let reader: Reader
    private let times: Times
    /// The forms; nil where this reader may not decide.
    private let forms: AlertForms?
    private let evidence: ReadableFacts
    /// The facts from about the same time.
    private let around: ReadableFacts
    let frame: PageFrame

    private var alert: Alert { file.alert }
    private var explanation: Explanation { file.alert.explanation }

    init(_ file: AlertView, frame: PageFrame, reader: Reader, colleagues: [String], asking: Int? = nil, times: Times) {
        let questions = file.alert.explanation.questions
        self.file = file
        self.frame = frame
        self.reader = reader
        self.times = times
        evidence = ReadableFacts(file, reader: reader, times: times)
        around = ReadableFacts(
            file.surroundings,
            notes: file.notes,
            coverage: file.coverage,
            reader: reader,
            times: times
        )
        guard reader.role.mayDecide else {
            forms = nil
            return
        }
        forms = AlertForms(
            file.alert,
            by: reader.account,
            colleagues: colleagues,
            agencies: file.agencies,
            asking: asking.flatMap { questions.indices.contains($0) ? questions[$0] : nil },
            token: frame.token
        )
    }

    var content: HTML {
        """
        <p class="back"><a href="/">All open alerts</a></p>
        <div id="live" data-live="alert" data-alert="\(alert.id)">
        <p id="news" class="news" role="status" hidden></p>
        \(withdrawal)
        \(overtaken)
        \(head)
        <div class="columns\(" single", if: forms == nil)">
        <div class="told">
        \(HTML.section("why", "Why this was raised", reasons))
        \(HTML.section("evidence", "What it rests on", facts))
        \(HTML.section("alone", "What each sector knew alone", alone), if: !explanation.alone.isEmpty)
        \(HTML.section("unknown", "What is not known", unknown))
        \(HTML.section("ask", "What to ask whom", questions), if: !explanation.questions.isEmpty)
        \(HTML.section("asked", "What was asked", requests), if: !alert.requests.isEmpty)
        \(HTML.section("history", "What became of it", "<ol class=\"history\">\n\(history)</ol>"))
        </div>
        \(forms?.html)
        </div>
        </div>
        """
    }

    private var history: [HTML] {
        HistoryStep.all(of: alert, coverage: file.coverage).map { $0.html(times) }
    }

    private var withdrawal: HTML? {
        alert.withdrawal.map { withdrawal in
            let sentence: HTML? = withdrawal.sentence.nonEmpty.map { "\($0) " }
            return """
                <div class="panel withdrawn-note">
                <h2>This alert is withdrawn</h2>
                <p>\(sentence)\(times.text(withdrawal.at))</p>
                </div>
                """
        }
    }

    private var overtaken: HTML? {
        guard alert.isOpen, let at = alert.finding.overtakenAt else { return nil }
        return """
            <div class="panel withdrawn-note">
            <h2>Overtaken: look and close</h2>
            <p>What this alert waited for came late, or what it warned of has ended: \(times.text(at)).</p>
            </div>
            """
    }

    private var head: HTML {
        """
        <div class="alert-head \(alert.severity.rawValue)">
        <p class="marks">\(alert.badge) <span class="rule">\(alert.title)</span>\
        \(#" <span class="tag">Exercise</span>"#, if: alert.isExercise)</p>
        <h1>\(alert.headline)</h1>
        <dl class="facts-line">
        \(file.about.words.map { "<div><dt>About</dt><dd>\($0)</dd></div>" })
        <div><dt>Child</dt><dd>\(children(of: alert, file.about, times))</dd></div>
        <div><dt>Sectors</dt><dd>\(alert.sectors)</dd></div>
        <div><dt>Raised</dt><dd>\(times.text(alert.raisedAt))</dd></div>
        \(alert.wantedBy.map { due(TimeLeft(until: $0, times: times)) })
        <div><dt>State</dt><dd>\(DeskWords.life(alert))</dd></div>
        \(DeskWords.owner(alert).map { "<div><dt>With</dt><dd>\($0)</dd></div>" })
        </dl>
        \("<p class=\"jump\"><a href=\"#decide\">What to do with it</a></p>", if: forms != nil)
        </div>
        """
    }

    private func due(_ left: TimeLeft) -> HTML {
        "<div><dt>Acknowledge by</dt><dd>\(left.deadline) \(left.html)</dd></div>"
    }
}

// MARK: Reasons and evidence

extension AlertPage {
    private var reasons: HTML {
        guard !explanation.reasons.isEmpty else {
            return "<p>The rule gave no reasons beyond its title: \(alert.title).</p>"
        }
        return "<ol class=\"reasons\">\n\(explanation.reasons.map { "<li>\($0)</li>\n" })</ol>"
    }

    private var facts: HTML {
        let rows = evidence.numbered
        let held = evidence.held + around.held.filter { !evidence.held.contains($0) }
        return """
            \(timeline(rows)?.html)
            \(leftOut.map { #"<p class="tight">\#($0)</p>"# })
            \(FactTable(rows: rows, caption: "What the alert rests on, in order of when it happened").html)
            \(others)
            \(held.map { #"<p class="held">\#($0)</p>"# })
            """
    }

    /// A sentence with the number of facts that are not listed, where there are very many.
    private var leftOut: String? {
        guard let left = explanation.evidenceLeftOut else { return nil }
        let half = explanation.evidence.count / 2
        return
            "These are the first \(half) and the last \(half) facts; \(Excerpt<String>.grouped(left)) more lie between them."
    }

    private var others: HTML? {
        let table = FactTable(
            rows: around.rows,
            caption: "What else is known from that time, in order of when it happened"
        ).html
        return table.map { table in
            """
            <details class="others">
            <summary>What else is known from that time \
            <span class="count">\(Wording.count(around.rows.count, "entry", "entries"))</span></summary>
            \(table)
            </details>
            """
        }
    }

    private func timeline(_ evidence: [EvidenceRow]) -> Timeline? {
        let rows = evidence + around.rows
        let shown = Set(rows.map(\.fact.position))
        let facts = file.surroundings + file.evidenceFacts
        let readable = facts.filter { shown.contains($0.position) && !$0.isRestricted }.sorted(by: Fact.isBefore)
        return Timeline(
            rows,
            episodes: MissingEpisode.all(in: readable, coverage: file.coverage),
            window: alert.window,
            times: times
        )
    }

    private var alone: HTML {
        """
        <dl class="alone">
        \(explanation.alone.map { "<div><dt>\(DeskWords.sector($0.sector))</dt><dd>\($0.sentence)</dd></div>\n" })
        </dl>
        """
    }

    private var unknown: HTML {
        guard !explanation.unknown.isEmpty else {
            return "<p>No gap stands out in what was told. That does not mean the picture is whole.</p>"
        }
        return "<ul>\n\(explanation.unknown.map { "<li>\($0)</li>\n" })</ul>"
    }
}

// MARK: Questions

extension AlertPage {
    /// The questions by addressee, in the order in which each is first asked.
    private var questions: HTML {
        var order: [String] = []
        var texts: [String: [HTML]] = [:]
        for (index, question) in explanation.questions.enumerated() {
            let to = DeskWords.addressee(question.to, file.coverage)
            if texts[to] == nil { order.append(to) }
            texts[to, default: []].append("<p>\(question.text)\(askLink(question, index))</p>")
        }
        return """
            <dl class="ask">
            \(order.map { "<div><dt>\($0)</dt><dd>\(texts[$0] ?? [])</dd></div>\n" })
            </dl>
            """
    }

    /// The link to the form with the question filled in; nil where there is no such agency to ask.
    private func askLink(_ question: Question, _ index: Int) -> HTML? {
        guard reader.role.mayDecide, !alert.isWithdrawn, file.agencies.meant(by: question.to) != nil else { return nil }
        return #" <a href="\#(Address.alert(alert.id))?ask=\#(index)#ask-form">Ask this</a>"#
    }

    private var requests: HTML {
        let rows = alert.requests.map { AskedQuestion(request: $0, file: file, reader: reader, times: times) }
        return PageTable(
            rows,
            style: "requests",
            caption: "Questions to agencies, and their answers",
            [
                .head("Question") { #"\#($0.request.text)<span class="sector">\#($0.request.id)</span>"# },
                AskedQuestion.agency, AskedQuestion.asked,
                .cell("Answer") { row in
                    guard let answer = row.request.answer else { return row.waiting }
                    return #"\#(row.answer ?? "")<span class="sector">\#(times.short(answer.at))</span>"#
                },
            ]
        ).html
    }
}

extension [Agency] {
    /// Returns the agency that a rule means: by its name, or the only one of that sector.
    func meant(by to: String) -> Agency? {
        if let named = first(where: { $0.name.rawValue == to }) { return named }
        let ofSector = filter { $0.sector.rawValue == to }
        return ofSector.count == 1 ? ofSector.first : nil
    }
}
