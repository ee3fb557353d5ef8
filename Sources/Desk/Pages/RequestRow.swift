import SafeguardingModel

/// A question to an agency, with its answer.
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

    init(_ request: Alert.Request, _ file: AlertView, reader: Reader, times: Times) {
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
