import DaemonKit
import SafeguardingModel

/// The forms for an alert as it is now, for somebody who may decide.
struct AlertForms {
    private let alert: Alert
    private let account: String
    let colleagues: [String]
    let agencies: [Agency]
    /// The suggested question that the reader chose.
    private let asking: Question?
    private let token: HTML

    init(
        _ alert: Alert,
        by account: String,
        colleagues: [String] = [],
        agencies: [Agency] = [],
        asking: Question? = nil,
        token: HTML = ""
    ) {
        self.alert = alert
        self.account = account
        self.colleagues = colleagues.filter { $0 != account }
        self.agencies = agencies
        self.asking = asking
        self.token = token
    }

    /// The times that an agency may be given to answer, in hours.
    static let waits: [(hours: Int, words: String)] = [
        (1, "within 1 hour"), (4, "within 4 hours"), (24, "by this time tomorrow"), (72, "within 3 days"),
        (168, "within a week"),
    ]

    func offers(_ action: AlertAction) -> Bool {
        switch action {
        case .acknowledge: alert.isOpen && alert.life == .new
        case .take: take != nil
        case .offer: alert.isOpen && !colleagues.isEmpty
        case .progress: alert.isOpen && alert.life != .inProgress
        case .note: true
        case .ask: !alert.isWithdrawn && !agencies.isEmpty
        case .close: alert.isOpen
        case .reopen: alert.isClosed && !alert.isWithdrawn
        }
    }

    /// The text of the button that makes the reader the owner; nil where they are that already.
    private var take: String? {
        let isMine = alert.owner == account && alert.offeredTo == nil
        guard alert.isOpen, !isMine else { return nil }
        if alert.offeredTo == account { return "Accept it" }
        if alert.owner == account { return "Keep it" }
        return alert.owner == nil ? "Take it on" : "Take it over"
    }

    var html: HTML {
        """
        <aside id="decide" class="decide" aria-labelledby="decide-heading">
        <h2 id="decide-heading">What to do with it</h2>
        \(acknowledge, if: offers(.acknowledge))
        \(taking, if: offers(.take) && !offers(.acknowledge))
        \(progress, if: offers(.progress) && !offers(.acknowledge))
        \(ask, if: offers(.ask))
        \(note)
        \(offer, if: offers(.offer))
        \(close, if: offers(.close))
        \(reopen, if: offers(.reopen))
        </aside>
        """
    }

    private func form(_ action: AlertAction, _ content: HTML) -> HTML {
        .form("\(Address.alert(alert.id))/\(action.rawValue)", token, content)
    }

    /// Returns a form that is folded under its summary.
    private func folded(_ summary: String, _ action: AlertAction, attributes: HTML? = nil, _ content: HTML) -> HTML {
        """
        <details name="deed"\(attributes)>
        <summary>\(summary)</summary>
        \(form(action, content))
        </details>
        """
    }

    private var acknowledge: HTML {
        form(
            .acknowledge,
            """
            <h3>Acknowledge</h3>
            <p>I have seen it and will look after it.</p>
            \(HTML.note("acknowledge-note", "Note", isRequired: false))
            <button type="submit">Acknowledge</button>
            """
        )
    }

    private var taking: HTML { form(.take, "<button type=\"submit\">\(take ?? "")</button>") }

    private var progress: HTML {
        folded(
            "Work has begun",
            .progress,
            """
            \(HTML.note("progress-note", "What is being done", isRequired: false))
            <button type="submit" class="second">Mark as in progress</button>
            """
        )
    }

    private var note: HTML {
        folded(
            "Add a note",
            .note,
            """
            \(HTML.note("note", "Note", rows: 3))
            <button type="submit" class="second">Add the note</button>
            """
        )
    }

    private var ask: HTML {
        let chosen = asking.flatMap { agencies.meant(by: $0.to) }?.name
        return folded(
            "Ask an agency",
            .ask,
            attributes: #" id="ask-form"\#(" open", if: asking != nil)"#,
            """
            <p>The agency sees your question and its own reference for the child, and nothing that others told. Do not \
            write what another agency told in confidence.</p>
            <label for="ask-agency">Agency</label>
            <select id="ask-agency" name="agency" required>
            <option value="">Choose an agency</option>
            \(agencies.map { HTML.option($0.name.rawValue, "\($0.title)", isChosen: $0.name == chosen) })
            </select>
            \(HTML.note("ask-note", "Question", rows: 3, text: asking?.text ?? ""))
            <label for="ask-hours">Answer wanted</label>
            <select id="ask-hours" name="hours" required>
            \(AlertForms.waits.map { HTML.option("\($0.hours)", "\($0.words)") })
            </select>
            <button type="submit" class="second">Ask</button>
            """
        )
    }

    private var offer: HTML {
        folded(
            "Hand it to a colleague",
            .offer,
            """
            <p>It stays where it is until they accept.</p>
            <label for="offer-to">Colleague</label>
            <select id="offer-to" name="to" required>
            <option value="">Choose a colleague</option>
            \(colleagues.map { "<option>\($0)</option>" })
            </select>
            \(HTML.note("offer-note", "What they should know", isRequired: false))
            <button type="submit" class="second">Offer it</button>
            """
        )
    }

    private var close: HTML {
        folded(
            "Close",
            .close,
            """
            <p>Each agency that contributed is told the outcome, not your reasons.</p>
            <label for="outcome">What came of it</label>
            <select id="outcome" name="outcome" required>
            <option value="">Choose an outcome</option>
            \(DeskWords.outcomes.map { "<option>\($0)</option>" })
            </select>
            \(HTML.note("rationale", "Why it is closed", rows: 3))
            <button type="submit" class="second">Close the alert</button>
            """
        )
    }

    private var reopen: HTML {
        form(
            .reopen,
            """
            <h3>Reopen</h3>
            \(HTML.note("reopen-note", "Why"))
            <button type="submit" class="second">Reopen the alert</button>
            """
        )
    }
}
