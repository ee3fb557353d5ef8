import EventFormat
package import SafeguardingModel

/// An agency's notices, sorted by what the reader has to do: open questions, then everything else.
package struct NoticeList: Hashable, Sendable {
    /// A question of the CSE team to this agency.
    package struct Question: Hashable, Sendable {
        package var number: String
        package var text: String
        package var at: Instant
        package var answerBy: Instant?
        /// The state of its answer.
        package var answer: AnswerState
    }

    package enum AnswerState: Hashable, Sendable {
        case wanted
        /// The answer is in the outbox; the aggregator has not acknowledged it.
        case onItsWay
        case arrived(at: Instant)
    }

    /// Any other notice.
    package struct Item: Hashable, Sendable {
        package var kind: Notice.Kind
        package var text: String
        package var at: Instant
        /// The ids of the agency's own events that the notice is about.
        package var about: [String]
    }

    /// The questions: open ones first, by when the answer is wanted; then the latest first.
    package let questions: [Question]
    /// The other notices, the latest first.
    package let items: [Item]
    /// The number of kept notices that this version of the adapter cannot read.
    package let unreadable: Int

    /// Sorts notices; `answered` has the questions whose answers lie in the outbox.
    package init(_ notices: [Notice], answered: Set<String>, unreadable: Int = 0) {
        self.unreadable = unreadable
        var arrived: [String: Instant] = [:]
        for notice in notices where notice.kind == .receipt {
            if let number = notice.question { arrived[number] = notice.at }
        }
        let questions = notices.filter { $0.kind == .request && $0.question != nil }.map { notice in
            let number = notice.question ?? ""
            let state: AnswerState =
                arrived[number].map { .arrived(at: $0) } ?? (answered.contains(number) ? .onItsWay : .wanted)
            return Question(
                number: number,
                text: notice.text,
                at: notice.at,
                answerBy: notice.answerBy,
                answer: state
            )
        }
        self.questions = questions.sorted(by: NoticeList.isMoreUrgent)
        items = notices.reversed().filter { $0.kind != .request || $0.question == nil }.map {
            Item(kind: $0.kind, text: $0.text, at: $0.at, about: $0.about)
        }
    }

    private static func isMoreUrgent(_ left: Question, _ right: Question) -> Bool {
        let waits = (left.answer == .wanted, right.answer == .wanted)
        if waits.0 != waits.1 { return waits.0 }
        if !waits.0 { return (right.at, right.number) < (left.at, left.number) }
        let ends = (left.answerBy ?? .distantFuture, right.answerBy ?? .distantFuture)
        return ends.0 != ends.1 ? ends.0 < ends.1 : (left.at, left.number) < (right.at, right.number)
    }
}

extension NoticeList.Question {
    package func isOverdue(at now: Instant) -> Bool {
        answer == .wanted && answerBy.map { $0 < now } ?? false
    }
}
