import DaemonKit
import SafeguardingModel

/// The page on which an agency reads its notices and answers its questions.
struct NoticePage {
    /// A submitted form that could not be taken: the page shows its words again.
    struct Draft {
        var question: String
        var words: String
        var owner: String
        var fault: String
    }

    let agency: AgencyName
    let list: NoticeList
    let now: Instant
    let zone: Zone
    let formToken: String
    /// The question that was just answered.
    var answered: String?
    var draft: Draft?

    var html: HTML {
        NoticePage.frame(
            "Notices for \(agency)",
            """
            <h1>Notices for \(agency.rawValue)</h1>
            \(notice)
            \(unreadable)
            <section aria-labelledby="questions"><h2 id="questions">Questions to you</h2>
            \(questions)
            </section>
            <section aria-labelledby="told"><h2 id="told">What was told you</h2>
            \(items)
            </section>
            """
        )
    }

    static func frame(_ title: String, _ content: HTML) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="en-GB"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title)</title><link rel="stylesheet" href="/page.css"></head>
        <body><main>
        \(content)
        </main><footer><p>What stands here is confidential. Load the page again to see what is new.</p></footer></body></html>
        """
    }

    /// Returns a page that says what was wrong, with a link back.
    static func fault(_ heading: String, _ sentence: String) -> HTML {
        frame(heading, "<h1>\(heading)</h1><p>\(sentence)</p><p><a href=\"/\">Back to the notices</a></p>")
    }

    private var notice: HTML? {
        answered.map { "<p class=\"done\" role=\"status\">Your answer to \($0) is on its way to the CSE team.</p>" }
    }

    private var unreadable: HTML? {
        guard list.unreadable > 0 else { return nil }
        let what = list.unreadable == 1 ? "One notice" : "\(list.unreadable) notices"
        return """
            <p class="fault">\(what) of a newer aggregator cannot be shown by this version of the adapter, and may be a \
            question to you. It is kept: tell whoever looks after this machine that the adapter needs an upgrade.</p>
            """
    }

    // MARK: Questions

    private var questions: HTML {
        guard !list.questions.isEmpty else {
            return """
                <p>Nobody has asked you anything. A question of the CSE team about a child whom you know appears here, \
                with the time until which they want your answer.</p>
                """
        }
        return "\(list.questions.map(question))"
    }

    private func question(_ question: NoticeList.Question) -> HTML {
        """
        <article class="question" id="\(question.number)" aria-labelledby="title-\(question.number)">
        <h3 id="title-\(question.number)">\(question.number) \(state(of: question))</h3>
        <p>\(question.text)</p>
        <p class="small">Asked \(time(question.at))</p>
        \(question.answer == .wanted ? form(for: question) : nil)
        </article>
        """
    }

    private func state(of question: NoticeList.Question) -> HTML {
        switch question.answer {
        case .arrived(let at): "<span class=\"tag done\">Answered; the CSE team has it since \(time(at))</span>"
        case .onItsWay: "<span class=\"tag\">Answered; on its way</span>"
        case .wanted where question.isOverdue(at: now):
            "<span class=\"tag late\">Overdue since \(question.answerBy.map(time))</span>"
        case .wanted:
            "<span class=\"tag\">\(question.answerBy.map { "Answer by \(time($0))" as HTML } ?? "Open")</span>"
        }
    }

    private func form(for question: NoticeList.Question) -> HTML {
        let number = question.number
        let draft = draft.flatMap { $0.question == number ? $0 : nil }
        let fault: HTML? = draft.map { "<p class=\"fault\" role=\"alert\" id=\"fault-\(number)\">\($0.fault)</p>" }
        let described: HTML? = draft.map { _ in " aria-describedby=\"fault-\(number)\" aria-invalid=\"true\"" }
        return """
            \(fault)
            <form method="post" action="/answers">
            <input type="hidden" name="token" value="\(formToken)"><input type="hidden" name="question" value="\(number)">
            <label for="words-\(number)">Your answer</label>
            <p class="small" id="hint-\(number)">The CSE team reads it as you write it. Tell what you know yourselves; \
            to say that you know nothing is an answer, too.</p>
            <textarea id="words-\(number)" name="words" rows="4" maxlength="\(AnswerForm.longest)" required\(described)>\
            \(draft?.words ?? "")</textarea>
            <label for="owner-\(number)">Who can be asked further <span class="small">a role, optional</span></label>
            <input id="owner-\(number)" name="owner" type="text" maxlength="\(AnswerForm.longestOwner)" \
            autocomplete="off" value="\(draft?.owner ?? "")">
            <button type="submit">Send the answer to \(number)</button>
            </form>
            """
    }

    // MARK: Other notices

    private var items: HTML {
        guard !list.items.isEmpty else {
            return """
                <p>Nothing yet. That a referral of yours has arrived, how it was decided, and what came of an alert to \
                which you contributed appear here.</p>
                """
        }
        return """
            <table role="table"><caption class="unseen">Receipts, decisions and outcomes, the latest first</caption>
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">When</th>\
            <th role="columnheader" scope="col">What</th><th role="columnheader" scope="col">Text</th>\
            <th role="columnheader" scope="col">Your reference</th></tr></thead>
            <tbody role="rowgroup">
            \(list.items.map(row))
            </tbody></table>
            """
    }

    private func row(_ item: NoticeList.Item) -> HTML {
        """
        <tr role="row"><td role="cell">\(time(item.at))</td><td role="cell">\(NoticePage.word(for: item.kind))</td>\
        <td role="cell">\(item.text)</td><td role="cell">\(item.about.joined(separator: ", "))</td></tr>

        """
    }

    private static func word(for kind: Notice.Kind) -> String {
        switch kind {
        case .receipt: "Receipt"
        case .decision: "Decision"
        case .outcome: "Outcome"
        case .request: "Request"
        }
    }

    private func time(_ instant: Instant) -> HTML {
        "<time datetime=\"\(instant.rfc3339)\">\(zone.text(instant))</time>"
    }
}
