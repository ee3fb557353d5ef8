import SafeguardingModel

/// Questions and referrals, with their answers.
struct AnswersPage: Sendable {
    struct Asked: Sendable {
        let request: RequestRow
        let href: String
        let about: String
    }

    struct Referral: Sendable {
        let href: String
        let child: String
        let row: ReferralRow
    }

    let frame: PageFrame
    let requests: [Asked]
    let hasRequests: Bool
    let referrals: [Referral]
    let hasReferrals: Bool
    let summary: String

    init(
        _ files: [AlertView],
        _ referrals: [(child: ChildCard, row: ReferralRow)],
        frame: PageFrame,
        reader: Reader,
        times: Times
    ) {
        self.frame = frame
        let all = files.flatMap { file in
            file.alert.requests.map { (file: file, request: $0) }
        }.sorted { left, right in
            let waiting = [left, right].map { $0.request.answer == nil }
            if waiting[0] != waiting[1] { return waiting[0] }
            return waiting[0]
                ? left.request.answerBy < right.request.answerBy : left.request.at > right.request.at
        }
        requests = all.prefix(AnswersPage.most).map { file, request in
            Asked(
                request: RequestRow(request, file, reader: reader, times: times),
                href: Address.alert(file.alert.id),
                about: DeskWords.list(file.about.children.map(\.displayName))
            )
        }
        hasRequests = !requests.isEmpty
        self.referrals = referrals.prefix(AnswersPage.most).map {
            Referral(href: Address.child($0.child.id), child: $0.child.displayName, row: $0.row)
        }
        hasReferrals = !referrals.isEmpty
        let late = all.count { $0.request.isOverdue(at: times.now) }
        let waiting = referrals.count { $0.row.late != nil }
        summary = AnswersPage.summary(late: late, waiting: waiting) + AnswersPage.left(all.count, referrals.count)
    }

    /// The most rows of each: nobody reads more, and late ones come first.
    private static let most = 100

    private static func left(_ questions: Int, _ referrals: Int) -> String {
        let left = [(questions, "question", "questions"), (referrals, "recent referral", "recent referrals")]
            .filter { $0.0 > most }
            .map { DeskWords.count($0.0 - most, "more \($0.1) is", "more \($0.2) are") + " not listed here" }
        return left.isEmpty ? "" : " \(DeskWords.capitalized(DeskWords.list(left)))."
    }

    private static func summary(late: Int, waiting: Int) -> String {
        let questions =
            late == 0 ? "No question is overdue" : "\(DeskWords.count(late, "question is", "questions are")) overdue"
        let referrals =
            waiting == 0
            ? "no referral waits"
            : "\(DeskWords.count(waiting, "referral waits", "referrals wait")) for a decision, or for the referrer to be told"
        return "\(questions); \(referrals), as far as is known."
    }
}
