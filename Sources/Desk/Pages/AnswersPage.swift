import DaemonKit
import SafeguardingModel

/// Questions and referrals, with their answers.
struct AnswersPage: Page {
    typealias Referral = (child: ChildCard, row: ReferralRow)

    private let questions: [AskedQuestion]
    private let referrals: [Referral]
    let frame: PageFrame

    /// The most rows of each: nobody reads more, and late ones come first.
    private static let most = 100

    init(_ files: [AlertView], _ referrals: [Referral], frame: PageFrame, reader: Reader, times: Times) {
        self.frame = frame
        self.referrals = referrals
        questions = files.flatMap { file in
            file.alert.requests.map { AskedQuestion(request: $0, file: file, reader: reader, times: times) }
        }.sorted { left, right in
            let waiting = [left, right].map { $0.request.answer == nil }
            if waiting[0] != waiting[1] { return waiting[0] }
            return waiting[0]
                ? left.request.answerBy < right.request.answerBy : left.request.at > right.request.at
        }
    }

    var content: HTML {
        """
        <h1>Answers</h1>
        <p class="lead">\(summary)\(left)</p>
        \(HTML.section("questions", "What agencies were asked", questionTable))
        \(HTML.section("referrals", "Referrals, and what became of them", referralTable))
        """
    }

    private var questionTable: HTML {
        guard !questions.isEmpty else {
            return "<p>No agency has been asked anything yet. An alert's page says what to ask whom.</p>"
        }
        return PageTable(
            Array(questions.prefix(AnswersPage.most)),
            style: "requests",
            caption: "Questions to agencies, those without an answer first",
            attributes: { $0.isOverdue ? #" class="overdue""# : nil },
            [
                .head("Question") { row in
                    """
                    <a href="\(Address.alert(row.file.alert.id))">\(row.request.text)</a>\
                    <span class="sector">\(row.request.id)</span>
                    """
                },
                .cell("Child") { "\(Wording.list($0.file.about.children.map(\.displayName)))" },
                AskedQuestion.agency, AskedQuestion.asked,
                .cell("Answer") { row in row.answer.map { "\($0)" } ?? row.waiting },
            ]
        ).html
    }

    private var referralTable: HTML {
        guard !referrals.isEmpty else { return "<p>No agency has told of a referral.</p>" }
        return PageTable(
            Array(referrals.prefix(AnswersPage.most)),
            style: "referrals",
            caption: "Each referral: received, matched, used, decided, answered; those that wait first",
            ReferralRow.columns([
                .head("Referral") { $0.row.head },
                .cell("Child") { #"<a href="\#(Address.child($0.child.id))">\#($0.child.displayName)</a>"# },
            ]) { $0.row }
        ).html
    }

    private var summary: String {
        let late = questions.count { $0.isOverdue }
        let waiting = referrals.count { $0.row.late != nil }
        let questions =
            late == 0 ? "No question is overdue" : "\(Wording.count(late, "question is", "questions are")) overdue"
        let referrals =
            waiting == 0
            ? "no referral waits"
            : "\(Wording.count(waiting, "referral waits", "referrals wait")) for a decision, or for the referrer to be told"
        return "\(questions); \(referrals), as far as is known."
    }

    private var left: String {
        let left = [
            (questions.count, "question", "questions"), (referrals.count, "recent referral", "recent referrals"),
        ]
        .filter { $0.0 > AnswersPage.most }
        .map {
            Wording.count($0.0 - AnswersPage.most, "more \($0.1) is", "more \($0.2) are") + " not listed here"
        }
        return left.isEmpty ? "" : " \(Wording.capitalised(Wording.list(left)))."
    }
}
